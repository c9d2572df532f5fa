"""What is personal in logs: sealed under a key of whom it is about, opened when read, erased."""
