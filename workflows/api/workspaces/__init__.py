"""Addresses of workspaces: entering one, sharing workflows, granting credentials."""
