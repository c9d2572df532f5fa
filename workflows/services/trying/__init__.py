"""Trying a draft before it is published: trial runs, test data, previews of expressions."""
