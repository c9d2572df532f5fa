"""What trying a draft reads: the draft, named sets of test data, a past run's data."""
