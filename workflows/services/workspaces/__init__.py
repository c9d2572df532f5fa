"""Workspaces as people use them: entering one, keeping them, sharing workflows, lending
credentials; what may be seen in one is decided by ``queries/visible.py``."""
