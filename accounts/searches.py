"""Which searches count, and what they led to.

A search that was submitted is kept at once. One that was only typed is kept when a title is opened from it, or when the
viewer has stopped typing and looks at what was found: until then the page carries it, signed, so that nobody else's
page can put words into a history.
"""

from collections.abc import Sequence
from typing import Any

from django.core import signing
from django.http import HttpRequest

from accounts import services
from accounts.models import Profile, SearchQuery
from accounts.models.activity import FOUND
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
    return _signed(profile, text, len(found), ())


def settling(profile: Profile, text: str, found: Sequence[int]) -> str:
    """What the page says once its viewer has stopped typing: with what was found, too long for every link."""
    return _signed(profile, text, len(found), found[:FOUND])


def settle(profile: Profile, carried: str) -> SearchQuery | None:
    """Keeps the search that a page carried; None if it is none of this profile's."""
    try:
        owner, text, results, found = signing.loads(carried, salt=SALT, max_age=AGE)
    except signing.BadSignature:
        return None
    if owner != profile.pk:
        return None
    return services.record_search(profile=profile, text=text, results=results, found=found)


def note_opening(request: HttpRequest, profile: Profile, title: Title) -> bool:
    """Notes that a title was opened from a search, if the link says so; true if the link has done its work."""
    carried = request.GET.get(PARAMETER, "")
    search_id = number(carried)
    if not search_id and (search := settle(profile, carried)):
        search_id = search.pk
    return bool(search_id) and services.record_opening(profile=profile, search_id=search_id, title=title)


def recent(profile: Profile, most: int = 8) -> list[SearchQuery]:
    """The latest searches of the profile that found something, each text once."""
    lately = SearchQuery.objects.counted().filter(profile=profile, results__gt=0).defer("found")[: 4 * most]
    by_text: dict[str, SearchQuery] = {}
    for search in lately:
        by_text.setdefault(search.text.casefold(), search)
    return list(by_text.values())[:most]


def _signed(profile: Profile, text: str, results: int, found: Sequence[int]) -> str:
    carried: list[Any] = [profile.pk, text[:200], results, list(found)]
    return signing.dumps(carried, salt=SALT, compress=True)
