"""The tables of notices, written: announcements taken, notices kept, deliveries claimed and marked.

Who is told what is decided in the services.
"""
