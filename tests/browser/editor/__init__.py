"""Journeys of authors in the editor."""
