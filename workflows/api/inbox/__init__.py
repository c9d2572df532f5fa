"""Addresses of the inbox; no decisions are made here."""
