"""What an installation tells of itself while it works: log lines, figures, traces; and how it keeps
files that must be whole."""
