"""One file a command; each calls services and prints."""
