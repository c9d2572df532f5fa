"""The dashboard: figures with the lists they count, what is broken, and how that is mended."""
