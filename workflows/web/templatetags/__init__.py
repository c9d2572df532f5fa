"""Template tags of the server-rendered pages; no views here."""
