"""Processes that advance runs, and the supervisor that keeps them alive."""
