"""Writes thumbs and plays of many profiles at once, as `accounts.services` would one by one."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import connection, transaction

from accounts.models.activity import FINISHED_FROM
from catalog.imports.copying import copy_rows


class Event(NamedTuple):
    """One profile watched `share` of a title, if that is not None, and gave it a thumb, if that is not None.

    `client_id` names the play: a second one of the same name is the same play. `seconds` is the title's duration.
    """

    profile: int
    title: int
    thumb: int | None
    rated_at: dt.datetime | None
    share: float | None
    seconds: int
    played_at: dt.datetime
    gave_up: bool
    client_id: uuid.UUID
    episode: int | None = None
    row: str = ""  # what the events say they came from


class Counts(NamedTuple):
    """How many rows were new or changed."""

    plays: int = 0
    thumbs: int = 0


COLUMNS = [
    *("profile_id", "title_id", "value", "rated_at", "position", "duration", "played_at", "gave_up", "client_id"),
    *("episode_id", "row"),
]
STAGE = """
CREATE TEMPORARY TABLE IF NOT EXISTS imported (
    profile_id bigint, title_id bigint, value smallint, rated_at timestamptz, position int, duration int,
    played_at timestamptz, gave_up boolean, client_id uuid, episode_id bigint, "row" text
) ON COMMIT DELETE ROWS
"""
# Plays that are new move the watch state as services.record_play does, and only those. `changed` holds the profiles for
# which something is new.
PLAYS = """
WITH fresh AS (
    INSERT INTO accounts_play (profile_id, title_id, episode_id, position, duration, device, "row", client_id,
        happened_at)
    SELECT profile_id, title_id, episode_id, position, duration, CASE "row" WHEN '' THEN 'web' ELSE 'other' END, "row",
        client_id, played_at
    FROM imported
    WHERE position IS NOT NULL
    ON CONFLICT (profile_id, client_id) WHERE client_id IS NOT NULL DO NOTHING
    RETURNING profile_id, title_id, episode_id, position, duration, client_id, happened_at
), latest AS (
    SELECT DISTINCT ON (profile_id, title_id, fresh.episode_id) fresh.*, gave_up
    FROM fresh JOIN imported USING (profile_id, title_id, client_id)
    ORDER BY profile_id, title_id, fresh.episode_id, happened_at DESC
), states AS (
    INSERT INTO accounts_watchstate AS state (profile_id, title_id, episode_id, position, duration, furthest, plays,
        first_at, last_at, finished_at, dismissed_at)
    SELECT profile_id, title_id, episode_id, position, duration, position::float / duration, 1, happened_at,
        happened_at, CASE WHEN position::float / duration >= %(finished)s THEN happened_at END,
        CASE WHEN gave_up THEN happened_at END
    FROM latest
    ON CONFLICT (profile_id, title_id, episode_id) DO UPDATE SET
        furthest = greatest(state.furthest, excluded.furthest),
        finished_at = coalesce(excluded.finished_at, state.finished_at),
        position = CASE WHEN excluded.last_at >= state.last_at THEN excluded.position ELSE state.position END,
        duration = CASE WHEN excluded.last_at >= state.last_at THEN excluded.duration ELSE state.duration END,
        dismissed_at = CASE WHEN excluded.last_at >= state.last_at THEN excluded.dismissed_at
                            ELSE state.dismissed_at END,
        last_at = greatest(state.last_at, excluded.last_at)
)
SELECT count(*), coalesce(array_agg(DISTINCT profile_id), '{}') FROM fresh
"""
# A thumb is changed by a later saying, or by another one of the same moment; saying it again changes nothing.
THUMBS = """
WITH said AS (
    SELECT DISTINCT ON (profile_id, title_id) profile_id, title_id, value, rated_at, "row" FROM imported
    WHERE value IS NOT NULL ORDER BY profile_id, title_id, rated_at DESC
), fresh AS (
    INSERT INTO accounts_rating AS rating (profile_id, title_id, value, "row", rated_at)
    SELECT profile_id, title_id, value, "row", rated_at FROM said
    ON CONFLICT (profile_id, title_id) DO UPDATE SET value = excluded.value, rated_at = excluded.rated_at
        WHERE rating.value <> excluded.value AND rating.rated_at <= excluded.rated_at
    RETURNING profile_id
)
SELECT count(*), coalesce(array_agg(DISTINCT profile_id), '{}') FROM fresh
"""
# Profiles that nobody has used have no page that could be out of date.
MARK = """
UPDATE accounts_profile SET taste_version = taste_version + 1, taste_changed_at = now()
WHERE id = ANY(%s) AND last_seen_at IS NOT NULL
"""


@transaction.atomic
def write_events(events: Iterable[Event]) -> Counts:
    """Store events in five statements, however many. What was stored before is not stored again, and the taste of
    profiles that are in use is marked as changed; no signal is sent, for a sweep finds them by the mark."""
    with connection.cursor() as cursor:
        cursor.execute(STAGE)
        copy_rows("imported", COLUMNS, map(_row, events))
        cursor.execute("ANALYZE imported")
        cursor.execute(PLAYS, {"finished": FINISHED_FROM})
        plays, players = cursor.fetchone()
        cursor.execute(THUMBS)
        thumbs, raters = cursor.fetchone()
        cursor.execute(MARK, [sorted({*players, *raters})])
        cursor.execute("TRUNCATE imported")
    return Counts(plays, thumbs)


def _row(event: Event) -> Sequence[object]:
    position = None if event.share is None else min(round(event.share * event.seconds), event.seconds)
    return (
        event.profile,
        event.title,
        event.thumb,
        event.rated_at,
        position,
        event.seconds,
        event.played_at,
        event.gave_up,
        event.client_id,
        event.episode,
        event.row,
    )
