"""Which searches count, and what they led to.

A search that was submitted is kept at once. One that was only typed is kept when a title is opened from it: until then
its links carry it, signed, so that nobody else's link can put words into a history.
"""

from collections.abc import Sequence

from django.core import signing
from django.http import HttpRequest

from accounts import services
from accounts.models import Profile, SearchQuery
from accounts.viewing import number
from catalog.models import Title

PARAMETER = "from_search"
SALT = "typed-search"
AGE = 60 * 60 * 24


def submitted(profile: Profile, text: str, found: Sequence[int]) -> str:
    """Keeps a search and what it found, best first; returns what links to its results carry."""
    search = services.record_search(profile=profile, text=text, results=len(found), found=found)
    return str(search.pk) if search else ""


def typed(profile: Profile, text: str, found: Sequence[int]) -> str:
    """What links to the results of a search carry that may not be finished yet."""
    return signing.dumps([profile.pk, text[:200], len(found)], salt=SALT, compress=True)


def note_opening(request: HttpRequest, profile: Profile, title: Title) -> bool:
    """Notes that a title was opened from a search, if the link says so; true if the link has done its work."""
    carried = request.GET.get(PARAMETER, "")
    search_id = number(carried) or _typed_before(carried, profile)
    return bool(search_id) and services.record_opening(profile=profile, search_id=search_id, title=title)


def _typed_before(carried: str, profile: Profile) -> int:
    """The id of the search that a signed link carries, kept now; 0 if it carries none of this profile's."""
    try:
        owner, text, results = signing.loads(carried, salt=SALT, max_age=AGE)
    except signing.BadSignature:
        return 0
    search = services.record_search(profile=profile, text=text, results=results) if owner == profile.pk else None
    return search.pk if search else 0


def recent(profile: Profile, most: int = 8) -> list[str]:
    """What the profile searched for lately, each once."""
    lately = SearchQuery.objects.filter(profile=profile, results__gt=0).values_list("text", flat=True)[: 4 * most]
    return list(dict.fromkeys(lately))[:most]
