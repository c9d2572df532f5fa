"""Calls of webhooks: what is sent, how it is signed, and what comes of it."""
