"""The addresses below /api/runs/: what they answer is in ``services``."""
