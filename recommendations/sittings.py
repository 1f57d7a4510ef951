"""Evenings in front of the screen: plays put together into stretches of watching. Web-safe."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db import connection

from accounts.models.activity import IMPORTED

REPORTS = 3000  # the latest ones of each profile that are looked at: eight hours of a player that reports every 10 s
IDLE = 30 * 60  # seconds after which what comes next is another sitting
SHORTEST = 2 * 60  # seconds; less is a wrong click or a look
FEWEST = 5  # sittings without which none is typical

# A report says how far a player is. What was watched since the one before it, of the same film or episode, is what it
# is further on, and no more than the time in between; what is left of that time was spent elsewhere. Where older
# reports were left out, it is not known how far a title was before its first one here. Plays that a viewer brought
# along from elsewhere have a day and no hour. Who does not let plays be learnt from has no sittings.
QUERY = """
WITH latest AS (
    SELECT asked.id AS profile_id, report.*, count(*) OVER (PARTITION BY asked.id) = %(reports)s AS is_cut
    FROM accounts_profile AS asked CROSS JOIN LATERAL (
        SELECT id, title_id, episode_id, position, device, happened_at FROM accounts_play
        WHERE profile_id = asked.id AND hidden_at IS NULL AND "row" <> %(imported)s
        ORDER BY happened_at DESC LIMIT %(reports)s
    ) AS report
    WHERE asked.id = ANY(%(profiles)s) AND asked.personalised AND asked.uses_plays
), steps AS (
    SELECT profile_id, id, device, happened_at,
        greatest(
            0, position - coalesce(lag(position) OVER of_title, CASE WHEN is_cut THEN position ELSE 0 END)
        ) AS ahead,
        extract(epoch FROM happened_at - lag(happened_at) OVER of_profile) AS since
    FROM latest
    WINDOW of_title AS (PARTITION BY profile_id, title_id, episode_id ORDER BY happened_at, id),
        of_profile AS (PARTITION BY profile_id ORDER BY happened_at, id)
), numbered AS (
    SELECT profile_id, device, happened_at, least(ahead, coalesce(since, ahead)) AS seconds,
        count(*) FILTER (WHERE since IS NULL OR since - ahead > %(idle)s)
            OVER (PARTITION BY profile_id ORDER BY happened_at, id) AS number
    FROM steps
)
SELECT profile_id, min(happened_at - seconds * interval '1 second') AS begun, sum(seconds) / 60.0,
    mode() WITHIN GROUP (ORDER BY device)
FROM numbered GROUP BY profile_id, number HAVING sum(seconds) >= %(shortest)s ORDER BY profile_id, begun DESC
"""


@dataclass(frozen=True)
class Sitting:
    """A stretch of watching, whatever was watched: when it began, how many minutes of it, and on what for the most."""

    begun: dt.datetime
    minutes: float
    device: str


def of_profiles(profile_ids: Sequence[int], *, reports: int = REPORTS) -> dict[int, list[Sitting]]:
    """The latest sittings of these profiles, newest first, in one query; each asked for is in the answer."""
    found: dict[int, list[Sitting]] = {profile_id: [] for profile_id in profile_ids}
    values: dict[str, Any] = {"profiles": list(found), "reports": reports, "idle": IDLE, "shortest": SHORTEST}
    values["imported"] = IMPORTED
    with connection.cursor() as cursor:
        cursor.execute(QUERY, values)
        for profile_id, begun, minutes, device in cursor.fetchall():
            found[profile_id].append(Sitting(begun, float(minutes), device))
    return found


def usual_minutes(sittings: Sequence[Sitting]) -> float | None:
    """How long a typical one is; None where there are too few to say."""
    return median(sitting.minutes for sitting in sittings) if len(sittings) >= FEWEST else None
