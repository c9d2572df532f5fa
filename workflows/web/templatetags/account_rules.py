"""Tags of the account's pages: the rules of passwords, and whether a second factor is a must."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib.auth import password_validation
from django.contrib.auth.models import User

from workflows.services.people import second_factor

register = template.Library()


@register.inclusion_tag("account/parts/rules.html")
def password_rules() -> dict[str, Any]:
    """List what a password must be."""
    return {"rules": password_validation.password_validators_help_texts()}


@register.simple_tag(takes_context=True)
def must_set_up(context: dict[str, Any]) -> bool:
    """Say whether the settings want a second factor of whoever sees the page."""
    user = getattr(context.get("request"), "user", None)
    return isinstance(user, User) and second_factor.must_have_one(user)
