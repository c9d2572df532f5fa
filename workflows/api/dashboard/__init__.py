"""The addresses of the dashboard."""
