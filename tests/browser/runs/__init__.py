"""Journeys of those who watch runs."""
