"""The base of tables that can only be read: the engine is their only writer."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.paginator import InfinitePaginator


class ReadOnlyAdmin(ModelAdmin):
    """Show rows to whom may view them; nobody adds, changes or deletes one."""

    show_full_result_count = False
    list_per_page = 50
    list_fullwidth = True
    compressed_fields = True
    actions = None

    uuid_lookups: ClassVar[tuple[str, ...]] = ()
    """The fields that a pasted id is looked up in, by equality: an index can serve it."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse."""
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find a pasted run or task id by equality, anything else in the search fields."""
        wanted = _uuid_in(search_term)
        if wanted is not None and self.uuid_lookups:
            same = [Q(**{lookup: wanted}) for lookup in self.uuid_lookups]
            return queryset.filter(reduce(or_, same)), False
        found: tuple[QuerySet[Any], bool] = super().get_search_results(
            request, queryset, search_term
        )
        return found


class LongTableAdmin(ReadOnlyAdmin):
    """A table that may hold millions of rows: they are never counted."""

    paginator = InfinitePaginator
    ordering = ("-id",)


def _uuid_in(text: str) -> UUID | None:
    # A suspension's id is the run's with a number behind.
    try:
        return UUID(text.strip().partition(".")[0])
    except ValueError:
        return None
