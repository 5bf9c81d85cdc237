"""The rules of the programme in plain Python; nothing here knows a database, a request or a page."""
