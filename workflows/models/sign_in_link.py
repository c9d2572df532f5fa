"""One-time sign-in links; only the hash of the token is kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class SignInLink(models.Model):
    """Let one user sign in once, without a password, until `expires_at`."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_in_links"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    """SHA-256 of the token, hexadecimal."""

    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A link without a token would open the door to everybody."""

        db_table = "workflows_sign_in_link"
        verbose_name = "sign-in link"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(token_hash=""), name="sign_in_link_has_a_token"
            )
        ]

    def __str__(self) -> str:
        """Name the user, never the token."""
        return f"sign-in link of {self.user}"
