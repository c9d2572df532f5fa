"""Addresses about people."""
