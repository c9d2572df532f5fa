"""What people set for themselves: zone, language, look, keys, and how they are told of things."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Profile(models.Model):
    """One person's settings; who has no row has the defaults.

    ``zone`` empty: that of the browser, and UTC in mail. ``language`` empty: that of the browser.
    Quiet hours are minutes from midnight in the person's zone; mail that falls into them is sent at
    their end. ``digest_minute`` is when a daily digest is sent. ``privileges`` rises whenever
    groups, rights or the second factor change: a session that knows another number gets a new key.
    """

    class Theme(models.TextChoices):
        """The look of the pages."""

        AUTO = "auto"
        LIGHT = "light"
        DARK = "dark"

    class Digest(models.TextChoices):
        """How often mail is sent; off: one for each notice."""

        OFF = "off"
        HOURLY = "hourly"
        DAILY = "daily"

    class Mail(models.TextChoices):
        """Of what mail tells."""

        ALL = "all"
        ASKED = "asked"
        NONE = "none"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="fermata_profile",
    )
    zone = models.CharField(max_length=64, blank=True, default="")
    language = models.CharField(max_length=5, blank=True, default="")
    theme = models.CharField(max_length=5, choices=Theme.choices, default=Theme.AUTO)
    shortcuts = models.BooleanField(default=True)
    mail = models.CharField(max_length=5, choices=Mail.choices, default=Mail.ALL)
    digest = models.CharField(max_length=6, choices=Digest.choices, default=Digest.OFF)
    digest_minute = models.PositiveSmallIntegerField(default=8 * 60)
    quiet_from = models.PositiveSmallIntegerField(null=True, blank=True)
    quiet_until = models.PositiveSmallIntegerField(null=True, blank=True)
    desktop = models.BooleanField(default=False)
    privileges = models.PositiveIntegerField(default=0)

    class Meta:
        """Its table."""

        db_table = "workflows_profile"

    def __str__(self) -> str:
        """Name whose."""
        return str(self.user)
