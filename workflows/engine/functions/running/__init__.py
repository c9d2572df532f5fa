"""Running a workflow function: what is recorded, what is done, in which order results come back."""
