"""What concerns people themselves: how they come in, their sessions and settings, who stands in."""
