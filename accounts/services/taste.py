"""What a profile says of titles: thumbs, My List, searches."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import ListEntry, Profile, Rating, SearchQuery
from accounts.services.changes import mark_taste_changed
from catalog.models import Title


@transaction.atomic
def rate(*, profile: Profile, title: Title, value: int | None) -> Rating | None:
    """Set the profile's thumb on a title, or take it back with None. Saying the same again changes nothing."""
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


def record_search(*, profile: Profile, text: str, results: int) -> SearchQuery | None:
    """Keep what was searched for; blanks are no search."""
    # PostgreSQL takes no zero bytes in a text.
    if not (text := " ".join(text.replace("\0", " ").split())[:200]):
        return None
    return SearchQuery.objects.create(profile=profile, text=text, results=results)


def record_opening(*, profile: Profile, search_id: int, title: Title) -> bool:
    """Note which title a search led to; false if the search is not this profile's."""
    return SearchQuery.objects.filter(profile=profile, pk=search_id).update(opened=title) > 0
