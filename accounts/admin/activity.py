"""What profiles did. Facts of history: they are looked at, not edited, and only by those who were given the right to.

An opinion can be taken back for a viewer who asks for it, through the same service as their own button. Orders and
filters are those that an index answers; the others would walk the whole table.
"""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.admin.audit import Audited
from accounts.admin.people import described, profile_ids
from accounts.models import Exposure, Impression, ListEntry, Look, Play, Rating, SearchQuery, Steer, WatchState
from accounts.models.impressions import Event
from catalog.admin.base import Results, ViewOnly
from catalog.admin.titles import ids_named


class Own(Audited, ViewOnly):
    """What belongs to a profile."""

    list_select_related = ["profile__user"]
    search_fields = ["profile__user__email"]
    search_help_text = _("The beginning of an e-mail address, or a profile's number.")
    sortable_by = ()

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Results:
        text = search_term.strip()
        return (queryset.filter(profile__in=profile_ids(text)) if text else queryset), False

    @admin.display(description=_("account"))
    def account(self, event: Any) -> str:
        return str(event.profile.user)


class Activity(Own):
    """Events of profiles with titles."""

    list_select_related = ["profile__user", "title"]
    search_fields = ["profile__user__email", "title__name"]
    search_help_text = _(
        "The beginning of an e-mail address, a profile's number, or part of a title's name. "
        "Lists end after 10,000 rows; larger numbers are estimates."
    )
    title_field = "title"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        heavy = [f"{self.title_field}__words", f"{self.title_field}__folded_name", f"{self.title_field}__synopsis"]
        return super().get_queryset(request).select_related(*self.list_select_related).defer(*heavy)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Results:
        """Profiles and titles are found first, so that the events are found by index."""
        text = search_term.strip()
        if not text:
            return queryset, False
        profiles, titles = profile_ids(text), ids_named(text)
        return queryset.filter(Q(profile__in=profiles) | Q(**{f"{self.title_field}__in": titles})), False

    @admin.display(description=_("impression that led to it"))
    def impression(self, event: Event) -> str:
        """Where the title was on screen before it was chosen, as far as that is known and still kept."""
        found = Impression.objects.behind(event).first()
        return described(found) if found else ""


@admin.register(Play)
class PlayAdmin(Activity):
    """Every event that a player reported, newest first."""

    list_display = ["happened_at", "profile", "account", "title", "reached", "device", "row"]
    list_filter = ["happened_at"]
    readonly_fields = ["impression"]
    ordering = ["-happened_at", "-pk"]

    @admin.display(description=_("reached"))
    def reached(self, play: Play) -> str:
        return f"{play.position / play.duration:.0%}"


@admin.register(WatchState)
class WatchStateAdmin(Activity):
    """Where plays stand."""

    list_display = ["last_at", "profile", "account", "title", "percent", "plays", "finished_at"]
    list_filter = ["last_at"]
    ordering = ["-last_at", "-pk"]

    @admin.display(description=_("stands at"))
    def percent(self, state: WatchState) -> str:
        return f"{state.progress:.0%}"


class Opinion(Activity):
    """What a viewer can take back, and an operator for them."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super(ViewOnly, self).has_delete_permission(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for one in queryset:
            self.delete_model(request, one)


@admin.register(Rating)
class RatingAdmin(Opinion):
    """Thumbs, latest entries first."""

    list_display = ["rated_at", "profile", "account", "title", "value"]
    list_filter = ["value"]
    ordering = ["-pk"]
    readonly_fields = ["impression"]

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        services.rate(profile=obj.profile, title=obj.title, value=None)


@admin.register(ListEntry)
class ListEntryAdmin(Opinion):
    """My List of everybody, latest entries first."""

    list_display = ["added_at", "profile", "account", "title"]
    ordering = ["-pk"]

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        services.toggle_list(profile=obj.profile, title=obj.title, listed=False)


@admin.register(Look)
class LookAdmin(Activity):
    """Titles whose page was opened, latest entries first."""

    list_display = ["last_at", "profile", "account", "title", "times", "row"]
    ordering = ["-pk"]
    readonly_fields = ["impression"]


@admin.register(Exposure)
class ExposureAdmin(Activity):
    """How often titles were on screen lately, latest entries first."""

    list_display = ["last_at", "profile", "account", "title", "shown"]
    ordering = ["-pk"]


@admin.register(Steer)
class SteerAdmin(Own):
    """What viewers asked for more or less of, latest first."""

    list_display = ["made_at", "profile", "account", "direction", "kind", "key"]
    list_filter = ["direction", "kind"]
    ordering = ["-pk"]


@admin.register(SearchQuery)
class SearchQueryAdmin(Activity):
    """What was searched for, and what that led to."""

    list_display = ["searched_at", "profile", "account", "text", "results", "opened"]
    list_select_related = ["profile__user", "opened"]
    title_field = "opened"
    ordering = ["-pk"]
