"""When somebody's rights change, a number rises which his sessions compare with theirs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import F
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from workflows.models import Profile

AT_ONCE = 500
_RIGHTS = ("is_superuser", "is_staff")
_CHANGES = {"post_add", "post_remove", "pre_clear"}


def connect() -> None:
    """Listen to what changes somebody's rights."""
    m2m_changed.connect(_groups_changed, sender=User.groups.through, dispatch_uid="rights.groups")
    m2m_changed.connect(
        _groups_changed, sender=User.user_permissions.through, dispatch_uid="rights.permissions"
    )
    m2m_changed.connect(
        _group_changed, sender=Group.permissions.through, dispatch_uid="rights.of_group"
    )
    pre_save.connect(_user_saved, sender=User, dispatch_uid="rights.user")
    post_save.connect(_factor_saved, sender=Authenticator, dispatch_uid="rights.factor")
    post_delete.connect(_factor_gone, sender=Authenticator, dispatch_uid="rights.factor_gone")


def raise_number(user_ids: Iterable[int]) -> None:
    """Have all sessions of these people get a new key with their next request."""
    ids = sorted(set(user_ids))
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        with transaction.atomic():
            missing = set(part) - set(
                Profile.objects.filter(pk__in=part).values_list("pk", flat=True)
            )
            made = [Profile(user_id=number) for number in sorted(missing)]
            Profile.objects.bulk_create(made, ignore_conflicts=True)
            Profile.objects.filter(pk__in=part).update(privileges=F("privileges") + 1)


def _groups_changed(
    instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_: Any
) -> None:
    if action not in _CHANGES:
        return
    if not reverse:
        raise_number([instance.pk])
    elif pk_set is not None:
        raise_number(pk_set)
    else:
        # The other side is cleared: whose group or permission it was is known only before.
        raise_number(instance.user_set.values_list("pk", flat=True))


def _group_changed(
    instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_: Any
) -> None:
    if action not in _CHANGES:
        return
    if reverse:
        groups = pk_set if pk_set is not None else instance.group_set.values_list("pk", flat=True)
    else:
        groups = {instance.pk}
    raise_number(User.objects.filter(groups__in=groups).values_list("pk", flat=True))


def _user_saved(instance: User, update_fields: Iterable[str] | None = None, **_: Any) -> None:
    if instance.pk is None or (update_fields is not None and not {*update_fields} & {*_RIGHTS}):
        return
    before = User.objects.filter(pk=instance.pk).values_list(*_RIGHTS).first()
    if before is not None and before != tuple(getattr(instance, name) for name in _RIGHTS):
        raise_number([instance.pk])


def _factor_saved(instance: Authenticator, created: bool, **_: Any) -> None:
    if created:
        raise_number([instance.user_id])


def _factor_gone(instance: Authenticator, **_: Any) -> None:
    if User.objects.filter(pk=instance.user_id).exists():
        raise_number([instance.user_id])
