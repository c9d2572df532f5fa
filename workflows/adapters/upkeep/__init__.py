"""What takes ended runs out of the tables, and puts whole ones in that come from elsewhere; which
they are is decided in the services."""
