"""Events that are older than their viewer lets them be kept."""

import datetime as dt
import time

from django.db import connection
from django.db.models import F
from django.utils import timezone

from accounts.models import Profile

BATCH = 5_000
PATIENCE = 30.0  # seconds of an hour that are given to this
ACTIVE_DAYS = 30
# What happened, and when it counts as having happened. Thumbs and My List are what somebody says, not what they did.
EVENTS = {
    "accounts_play": "happened_at",
    "accounts_watchstate": "last_at",
    "accounts_look": "last_at",
    "accounts_searchquery": "searched_at",
    "accounts_exposure": "last_at",
}
# The oldest of each profile are found by the index on (profile, time).
DELETE = """
WITH gone AS (
    DELETE FROM {table} WHERE ctid = ANY(ARRAY(
        SELECT event.ctid FROM accounts_profile AS profile JOIN {table} AS event ON event.profile_id = profile.id
        WHERE profile.retention_days IS NOT NULL
          AND event.{moment} < now() - profile.retention_days * interval '1 day'
        LIMIT %s
    )) RETURNING profile_id
)
SELECT count(*), array_agg(DISTINCT profile_id) FROM gone
"""
# The table is in parts, in each of which a ctid means another row.
DELETE_IMPRESSIONS = """
WITH old AS (
    SELECT event.profile_id, event.page_view, event.title_id, event."row", event.day
    FROM accounts_profile AS profile JOIN accounts_impression AS event ON event.profile_id = profile.id
    WHERE profile.retention_days IS NOT NULL AND event.shown_at < now() - profile.retention_days * interval '1 day'
    LIMIT %s
), gone AS (
    DELETE FROM accounts_impression AS event USING old
    WHERE event.profile_id = old.profile_id AND event.page_view = old.page_view AND event.title_id = old.title_id
      AND event."row" = old."row" AND event.day = old.day
    RETURNING event.profile_id
)
SELECT count(*), array_agg(DISTINCT profile_id) FROM gone
"""


def keep_to_it() -> int:
    """Delete what is too old, a batch to a transaction, for half a minute at the most; tells how many rows that were.

    What is left then is for the next hour.
    """
    end, deleted = time.monotonic() + PATIENCE, 0
    statements = [DELETE.format(table=table, moment=moment) for table, moment in EVENTS.items()]
    for statement in (*statements, DELETE_IMPRESSIONS):
        while time.monotonic() < end and (number := _delete(statement)):
            deleted += number
    return deleted


def _delete(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, [BATCH])
        number, profiles = cursor.fetchone()
    if number:
        _mark(profiles)
    return int(number)


def _mark(profile_ids: list[int]) -> None:
    """Their pages are made anew by the sweep, if they come here at all; it is no visit of theirs."""
    now = timezone.now()
    lately = now - dt.timedelta(days=ACTIVE_DAYS)
    Profile.objects.filter(pk__in=profile_ids, last_seen_at__gte=lately).update(
        taste_version=F("taste_version") + 1, taste_changed_at=now
    )
