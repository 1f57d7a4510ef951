"""Whoever sees something of a viewer on the operators' side is written down, for that viewer to read.

Every admin class whose model tells of viewers is `Audited`; a test walks all of them. What cannot be written down is
not shown: it is one request, and the entry comes before the answer.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from accounts.models import DataAccess, Profile, User
from accounts.models.privacy import Operator


class Audited(admin.ModelAdmin):  # type: ignore[type-arg]
    """Records who is shown. `viewers_of` says whose a row is: (user, profile) ids."""

    seen_as = DataAccess.Kind.PAGE  # what a row's own page is called in the record

    def viewers_of(self, rows: Iterable[Any]) -> set[tuple[int, int | None]]:
        """The accounts, and where it concerns one, the profiles that these rows are about."""
        if issubclass(self.model, User):
            return {(row.pk, None) for row in rows}
        if issubclass(self.model, Profile):
            return {(row.user_id, row.pk) for row in rows}
        if hasattr(self.model, "user"):
            return {(row.user_id, getattr(row, "profile_id", None)) for row in rows}
        if hasattr(self.model, "profile"):
            found = Profile.objects.filter(pk__in={row.profile_id for row in rows})
            return set(found.values_list("user", "pk"))
        named = {str(row.username or "").lower() for row in rows}
        return {(pk, None) for pk in User.objects.filter(email__in=named).values_list("pk", flat=True)}

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        response: HttpResponse = super().changelist_view(request, extra_context)
        told = getattr(response, "context_data", None) or {}
        if "cl" in told:
            self._record(request, list(told["cl"].result_list), DataAccess.Kind.LIST)
        elif "queryset" in told:  # an action that asks first, and names what it is about
            self._record(request, list(told["queryset"]), DataAccess.Kind.DELETION)
        return response

    def changeform_view(self, request: HttpRequest, object_id: Any = None, *rest: Any, **more: Any) -> HttpResponse:
        response = super().changeform_view(request, object_id, *rest, **more)
        return self.seen(request, response, "original", self.seen_as)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return self.seen(
            request, super().delete_view(request, object_id, extra_context), "object", DataAccess.Kind.DELETION
        )

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return self.seen(
            request, super().history_view(request, object_id, extra_context), "object", DataAccess.Kind.HISTORY
        )

    def seen(self, request: HttpRequest, response: HttpResponse, name: str, kind: str) -> HttpResponse:
        """The response, once it is written down whose row it shows under that name; redirections show none."""
        told = getattr(response, "context_data", None) or {}
        if told.get(name) is not None:
            self._record(request, [told[name]], kind)
        return response

    def _record(self, request: HttpRequest, rows: list[Any], kind: str) -> None:
        record(request, self.viewers_of(rows), kind, str(self.opts.verbose_name_plural))


def record(request: HttpRequest, viewers: Iterable[tuple[int, int | None]], kind: str, what: str) -> None:
    """Write down that the operator who asks sees something of these viewers. One query, and one for the role."""
    who = Operator.of(request.user)
    DataAccess.objects.bulk_create(
        DataAccess(user_id=user, profile_id=profile, kind=kind, what=what[:80], **who._asdict())
        for user, profile in sorted(viewers, key=str)
    )
