"""What each kind of row has brought a viewer: titles on screen, of those looked at, and played from there. Web-safe."""

from typing import Any, NamedTuple

from django.db import connection
from django.utils.translation import gettext_lazy as _

MOST = 20
# A row's key begins with its kind. What is kept out of the recommendations is not counted.
COUNT = """
SELECT kind, count(DISTINCT title_id) FILTER (WHERE step = 1), count(DISTINCT title_id) FILTER (WHERE step = 2),
    count(DISTINCT title_id) FILTER (WHERE step = 3)
FROM (
    SELECT 1 AS step, split_part("row", ':', 1) AS kind, title_id FROM accounts_impression
    WHERE profile_id = %(profile)s
    UNION ALL
    SELECT 2, split_part("row", ':', 1), title_id FROM accounts_look
    WHERE profile_id = %(profile)s AND "row" <> '' AND hidden_at IS NULL
    UNION ALL
    SELECT 3, split_part("row", ':', 1), title_id FROM accounts_play
    WHERE profile_id = %(profile)s AND "row" <> '' AND hidden_at IS NULL
) AS told
GROUP BY kind ORDER BY 4 DESC, 3 DESC, 2 DESC, kind LIMIT %(most)s
"""
NAMES: dict[str, Any] = {
    "billboard": _("The top of the page"),
    "continue_watching": _("Continue watching"),
    "my_list": _("My List"),
    "top_picks": _("Top picks"),
    "because_you_loved": _("Because you loved …"),
    "because_you_watched": _("Because you watched …"),
    "more_like": _("Like what you looked at"),
    "more_like_this": _("More like this, on a title's page"),
    "from_your_search": _("From your searches"),
    "fits_evening": _("Fits your evening"),
    "watch_again": _("Watch it again"),
    "top_ten": _("Top 10 this week"),
    "trending": _("Trending now"),
    "popular": _("Popular on this site"),
    "new": _("New here"),
    "hidden_gems": _("Hidden gems"),
    "short_films": _("Short films"),
    "your_genres": _("Your genres"),
    "genres": _("Other genres"),
    "genre_era": _("A genre in a decade"),
    "genre_pair": _("Two genres that meet"),
    "era": _("A decade"),
    "actor": _("With somebody you like"),
    "director": _("By somebody you like"),
    "more_of_genre": _("A genre you asked for"),
    "more_of_genre_era": _("A genre in a decade, as you asked"),
    "more_from_era": _("A decade you asked for"),
    "more_with_person": _("Somebody you asked for"),
}


class Outcome(NamedTuple):
    """A kind of row, and how many titles were on screen there, were looked at, and were played."""

    kind: str
    shown: int
    looked: int
    played: int

    @property
    def name(self) -> str:
        """What people call it."""
        return str(NAMES.get(self.kind, self.kind.replace("_", " ")))


def of_profile(profile_id: int) -> list[Outcome]:
    """The kinds that brought most first, as far as impressions are kept. One query."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"profile": profile_id, "most": MOST})
        return [Outcome(*row) for row in cursor.fetchall()]
