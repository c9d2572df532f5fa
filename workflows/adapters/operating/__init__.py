"""What an installation tells of itself while it works: log lines, figures, traces."""
