"""What an authenticator app does: the code of a secret at a time."""

from __future__ import annotations

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.models import User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(secret: str = SECRET, shift: int = 0) -> str:
    """Give the code of now, or of so many steps later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + shift))


def wrong(secret: str = SECRET) -> str:
    """Give a code that is right at no time near now."""
    right = {code(secret, shift) for shift in range(-3, 4)}
    return next(text for n in range(100) if (text := f"{n:06}") not in right)


def switch_on(user: User) -> list[str]:
    """Set an app up for somebody; give the recovery codes."""
    TOTP.activate(user, SECRET)
    codes: list[str] = RecoveryCodes.activate(user).get_unused_codes()
    return codes


def factors(user: User) -> set[str]:
    """Tell which factors somebody has."""
    return set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
