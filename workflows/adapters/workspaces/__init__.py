"""Workspaces in the database: which there are, who belongs to them, and which one is looked at."""
