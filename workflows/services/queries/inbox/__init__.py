"""What the inbox asks the database: boxes, lists, counts, one task in full."""
