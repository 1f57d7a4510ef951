"""The days of the impressions' table: made ahead, dropped when they are over."""

import datetime as dt
import logging
from collections.abc import Iterable

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone
from psycopg import sql

from accounts.models import Impression
from accounts.models.impressions import day_of

log = logging.getLogger(__name__)
AHEAD = 3  # days
TABLE = Impression._meta.db_table
# Whoever changes a table waits for its readers, and everybody after waits behind: better later than long. A vacuum of
# the profiles or titles, which a day refers to, is called off for it, but only after `deadlock_timeout`: a second.
PATIENCE = "SET LOCAL lock_timeout = '3s'"


def oldest_day() -> dt.date:
    """The first day that is kept; what was shown before is not taken in any more."""
    return day_of(timezone.now()) - dt.timedelta(days=settings.IMPRESSION_DAYS)


def keep_up() -> tuple[int, int]:
    """Makes the partitions of today and the days to come, and drops those that are too old; tells how many of each."""
    today = day_of(timezone.now())
    return make_days(today + dt.timedelta(days=ahead) for ahead in range(AHEAD + 1)), drop_old_days()


def make_days(days: Iterable[dt.date]) -> int:
    """Makes the partitions of these days that are not there yet; one query where all are."""
    missing = set(days) - standing_days()
    if not missing:
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        _alone(cursor)
        missing -= standing_days()
        for day in sorted(missing):
            _make(cursor, day)
    return len(missing)


def drop_old_days() -> int:
    """Drops what is older than `IMPRESSION_DAYS`. A day that is in use just now is left for the next time."""
    dropped = 0
    for day in sorted(day for day in standing_days() if day < oldest_day()):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                _alone(cursor)
                cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(_name(day)))
        except OperationalError as error:
            log.info("the impressions of %s stay for now: %s", day, error)
            break
        dropped += 1
    return dropped


def standing_days() -> set[dt.date]:
    """The days that have a partition."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid WHERE inhparent = %s::regclass",
            [TABLE],
        )
        return {dt.datetime.strptime(name[-8:], "%Y%m%d").date() for (name,) in cursor.fetchall()}  # noqa: DTZ007


def _alone(cursor: CursorWrapper) -> None:
    """One process at a time, for the rest of the transaction."""
    cursor.execute(PATIENCE)
    cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [TABLE])


def _make(cursor: CursorWrapper, day: dt.date) -> None:
    statement = sql.SQL("CREATE TABLE {} PARTITION OF {} FOR VALUES FROM ({}) TO ({})")
    following = day + dt.timedelta(days=1)
    cursor.execute(statement.format(_name(day), sql.Identifier(TABLE), str(day), str(following)))


def _name(day: dt.date) -> sql.Identifier:
    return sql.Identifier(f"{TABLE}_{day:%Y%m%d}")
