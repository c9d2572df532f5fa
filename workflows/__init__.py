"""Durable workflows with people in them: the public names of the app."""
