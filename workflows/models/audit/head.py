"""Signed heads: what all logs and the record of acts were on a day; made and checked elsewhere."""

from __future__ import annotations

from django.db import models


class SignedHead(models.Model):
    """One day's heads, signed; appended, and never changed or deleted.

    ``logs`` are records of 52 bytes, one for each run that grew since the head before: its UUID (16
    bytes), a place of its log (4 bytes, big-endian) and the hash there (32 bytes). ``event`` is the
    id of the last event that was looked at, ``entry`` the id of the last audit entry in it, and
    ``entries`` the SHA-256 of the entries after those of the head before. ``before`` is the hash of
    the head before, ``key`` names the key. What is signed is laid out in
    ``adapters/audit/signed.py``.
    """

    day = models.DateField(unique=True)
    at = models.DateTimeField()
    event = models.BigIntegerField()
    entry = models.BigIntegerField()
    logs = models.BinaryField()
    entries = models.BinaryField(max_length=32)
    before = models.BinaryField(max_length=32)
    key = models.CharField(max_length=16)
    signature = models.BinaryField(max_length=64)

    class Meta:
        """Name the table; triggers guard it."""

        db_table = "workflows_signed_head"
        verbose_name = "signed head"

    def __str__(self) -> str:
        """Give the day."""
        return self.day.isoformat()
