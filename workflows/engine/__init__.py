"""The pure engine: events, state, decisions and the loop of one run; no framework and no I/O."""
