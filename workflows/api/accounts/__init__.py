"""Addresses about accounts: invitations, one's own tokens and sessions."""
