"""Jobs beside runs: timers, notices, schedules, retention, proofs; `services` does the work."""
