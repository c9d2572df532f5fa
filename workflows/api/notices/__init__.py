"""Addresses of the bell, of webhooks and of deliveries; no decisions are made here."""
