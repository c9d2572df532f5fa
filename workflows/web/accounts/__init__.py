"""Pages of a person's own account: signing in, password, second factor, sessions, tokens."""
