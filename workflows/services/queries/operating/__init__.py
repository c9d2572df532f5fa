"""What whoever operates an installation asks the tables: everything, whoever it belongs to."""
