"""Large sizes: worker processes side by side, a million runs, a thousand sockets, long memory."""
