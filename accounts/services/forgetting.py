"""Taking away for good what was done."""

from collections.abc import Collection

from django.db import connection, transaction

from accounts.activity.wanted import Wanted
from accounts.models import Exposure, Impression, Play, Profile, WatchState
from accounts.models.activity import FINISHED_FROM
from accounts.services.changes import mark_taste_changed
from accounts.services.hiding import reports_of

# What is left of a film or an episode once some of its plays are gone. Beginning anew is not told apart from going on:
# a title was begun as often as it was finished, and once at least.
RESTATE = """
WITH part AS (SELECT * FROM unnest(%(titles)s::bigint[], %(episodes)s::bigint[]) AS part (title_id, episode_id)
), left_over AS (
    SELECT title_id, coalesce(episode_id, 0) AS episode_id,
        (array_agg(position ORDER BY happened_at DESC, id DESC))[1] AS position,
        (array_agg(duration ORDER BY happened_at DESC, id DESC))[1] AS duration,
        max(position::float / duration) AS furthest, min(happened_at) AS first_at, max(happened_at) AS last_at,
        max(happened_at) FILTER (WHERE position >= %(finished)s * duration) AS finished_at,
        count(DISTINCT coalesce(session::text, id::text))
            FILTER (WHERE position >= %(finished)s * duration) AS finished,
        coalesce(sum(watched), 0) AS watched, max(hidden_at) AS hidden_at
    FROM accounts_play WHERE profile_id = %(profile)s AND title_id = ANY(%(titles)s)
    GROUP BY title_id, coalesce(episode_id, 0)
), gone AS (
    DELETE FROM accounts_watchstate AS state USING part
    WHERE profile_id = %(profile)s AND state.title_id = part.title_id
        AND coalesce(state.episode_id, 0) = part.episode_id
        AND (part.title_id, part.episode_id) NOT IN (SELECT title_id, episode_id FROM left_over)
)
UPDATE accounts_watchstate AS state SET position = left_over.position, duration = left_over.duration,
    furthest = left_over.furthest, first_at = left_over.first_at, last_at = left_over.last_at,
    finished_at = left_over.finished_at, plays = greatest(1, finished), watched = left_over.watched,
    hidden_at = left_over.hidden_at
FROM left_over JOIN part USING (title_id, episode_id)
WHERE profile_id = %(profile)s AND state.title_id = left_over.title_id
    AND coalesce(state.episode_id, 0) = left_over.episode_id
"""


@transaction.atomic
def forget(*, profile: Profile, wanted: Wanted) -> int:
    """Delete this part of the activity; tells how many entries that were. Nothing brings them back.

    Where plays go, what the profile goes on watching is what the plays say that are left.
    """
    number = 0
    for kind in wanted.kinds():
        rows = wanted.of(profile, kind)
        if kind.model is Play:
            number += rows.count()
            reports = reports_of(profile, wanted, rows)
            parts = list(reports.values_list("title", "episode").distinct())
            reports.delete()
            _restate(profile, [(title, episode or 0) for title, episode in parts])
        else:
            if kind.model is Exposure:
                Impression.objects.filter(
                    profile=profile, title__in=list(rows.values_list("title", flat=True))
                ).delete()
            number += rows.delete()[0]
    if number:
        mark_taste_changed(profile.pk)
    return number


def _restate(profile: Profile, parts: Collection[tuple[int, int]]) -> None:
    """Bring watch states down to the plays that are left, of these titles and episodes (0 for films)."""
    # Whoever is just playing one of them waits, so that the next statement sees what was reported up to here.
    titles = {title for title, _ in parts}
    list(WatchState.objects.select_for_update(of=("self",)).order_by("pk").filter(profile=profile, title__in=titles))
    told = {"titles": [title for title, _ in parts], "episodes": [episode for _, episode in parts]}
    with connection.cursor() as cursor:
        cursor.execute(RESTATE, {**told, "profile": profile.pk, "finished": FINISHED_FROM})
