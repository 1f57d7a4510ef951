"""What a new profile is asked: which of these titles it likes. Web-safe, and good without a model too."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import F

from accounts.marks import in_order
from accounts.models import Profile, Rating
from catalog.access import Limits
from catalog.models import Title, TitleGenre
from recommendations.engine.picks import Floats, shares, spread
from recommendations.models import ModelVersion

SHOWN = 24  # titles that are shown at a time
ENOUGH = 3  # picks that already give a page of one's own
POPULAR = 160  # titles that are put in order where no model has done it


@dataclass(frozen=True)
class Offer:
    """Titles to choose from, and where the next ones begin, if there are any."""

    titles: list[Title]
    next: int | None


def offer(profile: Profile, start: int = 0) -> Offer:
    """The titles from a place on that this profile may see and has not rated; the most telling come first.

    A constant number of queries: three to find them, two more where no model has, and two for the titles.
    """
    ids = _ids(profile)
    following = start + SHOWN
    return Offer(in_order(profile, ids[start:following]), following if following < len(ids) else None)


def _ids(profile: Profile) -> list[int]:
    """What the current model was found to be told most by; where that is too little, what is popular here."""
    telling = ModelVersion.objects.activated().values_list("picks", flat=True).first() or []
    visible = Title.objects.visible_to(profile.limits)
    seen = set(visible.filter(pk__in=telling).values_list("pk", flat=True))
    ids = [pk for pk in telling if pk in seen]
    if len(ids) < SHOWN:
        ids = list(dict.fromkeys([*ids, *_popular(profile.limits)]))
    rated = set(Rating.objects.filter(profile=profile, title__in=ids).values_list("title", flat=True))
    return [pk for pk in ids if pk not in rated]


def _popular(limits: Limits) -> list[int]:
    """What many have watched, of one genre and decade after the other."""
    titles = Title.objects.visible_to(limits).order_by(F("statistics__viewers").desc(nulls_last=True), "-pk")
    rows = list(titles.values_list("pk", "statistics__viewers", "year")[:POPULAR])
    ids = [pk for pk, *_ in rows]
    viewers = np.array([number or 0.0 for _, number, _ in rows])
    decades = shares([[year // 10] if year else [] for *_, year in rows])
    return [ids[place] for place in spread(viewers, _alike_in_genres(ids), len(ids), [decades])]


def _alike_in_genres(ids: Sequence[int]) -> Floats:
    """Cosine of the genres of titles, shape (titles, titles)."""
    genres: dict[int, list[int]] = {pk: [] for pk in ids}
    for pk, genre in TitleGenre.objects.filter(title__in=ids).order_by().values_list("title", "genre"):
        genres[pk].append(genre)
    vectors = shares(list(genres.values()))
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return vectors @ vectors.T
