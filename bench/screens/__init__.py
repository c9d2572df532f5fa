"""What the pages of a browser and the figures of the dashboard cost."""
