"""The rows behind signing in: one-time links and API tokens; who may have them is decided above."""
