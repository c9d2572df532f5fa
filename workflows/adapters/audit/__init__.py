"""Evidence of history: the hash chain of logs, and the rows of what is done outside of runs."""
