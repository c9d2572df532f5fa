"""What a run has around it: the runs that it started or came from, the node types that it needs."""
