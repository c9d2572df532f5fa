"""The address of the audit."""
