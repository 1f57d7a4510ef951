"""What a profile says of titles, in so many words or without: thumbs, My List, looks, searches."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import ListEntry, Look, Profile, Rating, SearchQuery
from accounts.models.activity import FOUND
from accounts.services.changes import mark_taste_changed, origin_kept
from catalog.models import Title

# Somebody who goes back and forth between a title and the page is one who looks at it once.
SAME_LOOK = dt.timedelta(minutes=30)
# Whoever submits a text again within this time goes back to a search; who goes on typing is not done with it yet.
SAME_SEARCH, STILL_TYPING = dt.timedelta(minutes=30), dt.timedelta(minutes=2)


@transaction.atomic
def rate(
    *, profile: Profile, title: Title, value: int | None, row: str = "", page_view: UUID | None = None
) -> Rating | None:
    """Set the profile's thumb on a title, or take it back with None. Saying the same again changes nothing.

    `row` and `page_view` say where the title was seen that is rated.
    """
    if value is None:
        if Rating.objects.filter(profile=profile, title=title).delete()[0]:
            mark_taste_changed(profile.pk)
        return None
    if value not in Rating.Value.values:
        raise ValidationError({"value": _("A rating is -1 (down), 1 (up) or 2 (love).")})
    rating, created = Rating.objects.select_for_update(of=("self",)).get_or_create(
        profile=profile, title=title, defaults={"value": value}
    )
    if created or rating.value != value:
        rating.value, rating.rated_at = value, timezone.now()
        rating.row, rating.page_view = origin_kept(profile, row, page_view)
        rating.hidden_at = None
        rating.save()
        mark_taste_changed(profile.pk)
    return rating


@transaction.atomic
def toggle_list(*, profile: Profile, title: Title, listed: bool | None = None) -> bool:
    """Put a title on My List or take it off: what `listed` says, or else the other way round. Tells where it is now."""
    entries = ListEntry.objects.filter(profile=profile, title=title)
    wanted = not entries.exists() if listed is None else listed
    changed = entries.get_or_create(profile=profile, title=title)[1] if wanted else entries.delete()[0] > 0
    if changed:
        mark_taste_changed(profile.pk)
    return wanted


@transaction.atomic
def record_look(*, profile: Profile, title: Title, row: str = "", page_view: UUID | None = None) -> Look | None:
    """Note that somebody opened a title's page: the latest look is kept, with the number of all of them.

    Looks are there for recommendations alone, so those who want none of that leave none.
    """
    if not (profile.personalised and profile.uses_plays):
        return None
    now, origin = timezone.now(), dict(zip(("row", "page_view"), origin_kept(profile, row, page_view), strict=True))
    look, created = Look.objects.get_or_create(profile=profile, title=title, defaults={**origin, "last_at": now})
    if not created:
        Look.objects.filter(pk=look.pk).update(**origin, last_at=now, times=F("times") + 1)
    if created or look.last_at < now - SAME_LOOK:
        mark_taste_changed(profile.pk)
    return look


@transaction.atomic
def record_search(*, profile: Profile, text: str, results: int, found: Sequence[int] = ()) -> SearchQuery | None:
    """Keep what was searched for, and the first of the titles that were found; blanks are no search.

    A text that was just searched for is not kept twice, and one that goes on from it takes its place. Those who do
    not want their searches kept have none.
    """
    if not profile.keeps_searches:
        return None
    # PostgreSQL takes no zero bytes in a text.
    if not (text := " ".join(text.replace("\0", " ").split())[:200]):
        return None
    if found:
        mark_taste_changed(profile.pk)
    kept = SearchQuery.objects.filter(profile=profile).first()
    if kept is None or not _goes_on(kept, text):
        kept = SearchQuery(profile=profile)
    kept.text, kept.results, kept.searched_at = text, results, timezone.now()
    kept.found = list(found[:FOUND]) or kept.found
    kept.save()
    return kept


def _goes_on(kept: SearchQuery, text: str) -> bool:
    """Whether a text is that of a profile's latest search, or more or less of it before anything was opened."""
    age, before, now = timezone.now() - kept.searched_at, kept.text.casefold(), text.casefold()
    if before == now:
        return age < SAME_SEARCH
    return age < STILL_TYPING and kept.opened_id is None and (now.startswith(before) or before.startswith(now))


@transaction.atomic
def forget_searches(*, profile: Profile, search_id: int | None = None) -> int:
    """Delete a search with all others of its text, or all searches; returns how many there were."""
    searches = SearchQuery.objects.filter(profile=profile)
    if search_id is not None:
        text = searches.filter(pk=search_id).values_list("text", flat=True).first()
        searches = searches.filter(text__iexact=text) if text else searches.none()
    number, _ = searches.delete()
    if number:
        mark_taste_changed(profile.pk)
    return number


@transaction.atomic
def record_opening(*, profile: Profile, search_id: int, title: Title) -> bool:
    """Note which title a search led to; false if the search is not this profile's."""
    opened = SearchQuery.objects.filter(profile=profile, pk=search_id).update(opened=title) > 0
    if opened:
        mark_taste_changed(profile.pk)
    return opened
