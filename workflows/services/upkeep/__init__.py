"""Keeping an installation: backups, restores and the stand-still after them, archives, holds."""
