"""How many wrong tokens and addresses came from where, minute by minute."""

from __future__ import annotations

from django.db import models


class Miss(models.Model):
    """The misses of one kind from one network address within one minute since 1970."""

    kind = models.CharField(max_length=16)
    address = models.CharField(max_length=64)
    minute = models.PositiveBigIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        """One row a minute; old ones are swept by their time."""

        db_table = "workflows_miss"
        verbose_name_plural = "misses"
        constraints = [
            models.UniqueConstraint(fields=["minute", "kind", "address"], name="miss_of_a_minute")
        ]

    def __str__(self) -> str:
        """Say how many of what."""
        return f"{self.count} {self.kind} from {self.address}"
