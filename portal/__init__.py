"""The accountability portal of the programme against drug smuggling through mainports."""
