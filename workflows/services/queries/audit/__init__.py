"""The log as evidence: its rows as they are stored, and the decisions in it."""
