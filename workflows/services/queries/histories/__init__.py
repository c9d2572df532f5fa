"""What a run tells of its past: its state at a place, what would be repeated, comparisons."""
