"""What people do with tasks, and what becomes of tasks by themselves."""
