"""Whether a batch of the home page would be what it was before, told by one query."""

from functools import lru_cache
from typing import Any

from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from accounts.models import ListEntry, Profile, Rating, WatchState
from catalog.access import Limits
from catalog.models import Title
from catalog.statements import Fingerprint, Given, given

MOST_BEGUN, MOST_PUT_ASIDE = 50, 36  # more than are shown, for what masks take away


def begun() -> QuerySet[WatchState]:
    """Where the profile that is given may go on, newest first."""
    return WatchState.objects.filter(profile=given("profile")).resumable()[:MOST_BEGUN]


def put_aside() -> QuerySet[ListEntry]:
    """The latest of the given profile's My List."""
    return ListEntry.objects.filter(profile=given("profile"))[:MOST_PUT_ASIDE]


def fingerprint(profile: Profile, ids: str, *, beginning: bool) -> str:
    """Changes with anything that is shown of these titles, `{1,2}`, and with where the profile stands with them; at the
    `beginning` of a page, also of those that the profile began or put aside. Names of ages may change without it."""
    return _statement(profile.limits.of_age, beginning).get(profile=profile.pk, titles=ids)


@lru_cache(maxsize=64)
def _statement(limits: Limits, beginning: bool) -> Fingerprint:
    named, parameters = ["%s::bigint[]"], [Given("titles")]
    for query in (begun(), put_aside()) if beginning else ():
        sql, some = query.values_list("title").query.sql_with_params()
        named.append(f"ARRAY({sql})")
        parameters += some
    mine = {"profile": given("profile")}
    return Fingerprint(
        f"WITH named AS MATERIALIZED (SELECT {' || '.join(named)} AS ids)",
        parameters,
        [
            _of_named(Title.objects.visible_to(limits), "id").order_by("pk").values_list(*FACTS),
            _of_named(Rating.objects.filter(**mine)).order_by("pk").values_list("title", "value"),
            _of_named(WatchState.objects.filter(**mine)).order_by("pk").values_list(*STANDING),
            _of_named(ListEntry.objects.filter(**mine)).order_by("-added_at", "-pk").values_list("title"),
        ],
    )


FACTS = ("pk", "updated_at")
STANDING = (
    "title", "position", "duration", "furthest", "last_at", "finished_at", "dismissed_at",
    "episode", "episode__number", "episode__season__number",
)  # fmt: skip


def _of_named(query: Any, column: str = "title_id") -> Any:
    among = f"{query.model._meta.db_table}.{column} = ANY((SELECT ids FROM named)::bigint[])"  # noqa: S608  names of ours
    return query.filter(RawSQL(among, [], BooleanField()))  # noqa: S611
