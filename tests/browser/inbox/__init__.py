"""Journeys of people through the whole product: a real Chromium, a real server and worker."""
