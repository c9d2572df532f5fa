"""What keeps the tables from growing for ever; what is taken away is decided in the services."""
