"""What trial runs need of the database: snapshots of drafts, and named sets of test data."""
