"""How pages look and how requests are handled; knows no rule of the programme."""
