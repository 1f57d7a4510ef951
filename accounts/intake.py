"""Impressions on their way from the stream into the table, and into the counts that pages are made by."""

import datetime as dt
import logging
import time
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from uuid import UUID

from django.db import DataError, IntegrityError, connection, transaction

from accounts import partitions, stream
from accounts.models.impressions import day_of

log = logging.getLogger(__name__)
BATCH = 100  # reports to a transaction
# Seconds of every five that a worker gives to this: viewers wait for the pages that the same worker makes.
PATIENCE = 1.0
ONE_DAY = dt.timedelta(days=1)
# What is wrong with a report itself. Whatever is wrong with the database passes, and then the report is written.
UNWRITABLE = (DataError, IntegrityError, AttributeError, KeyError, TypeError, ValueError, OverflowError)

# Whoever is being erased is waited for and then left out, as is who does not want it any more; whoever is left cannot
# go before this is committed. A page view counts once for a title, in however many rows it showed it and however many
# reports tell of them: `fresh` looks
# at the table as it was before. An exposure of a fortnight ago is forgotten by the next one.
WRITE = """
WITH given AS (
    SELECT * FROM unnest(
        %s::bigint[], %s::bigint[], %s::text[], %s::smallint[], %s::smallint[], %s::text[], %s::bigint[], %s::uuid[],
        %s::date[], %s::timestamptz[]
    ) AS given (profile_id, title_id, "row", row_place, place, page, model, page_view, day, shown_at)
), profiles AS (
    SELECT id FROM accounts_profile WHERE id IN (SELECT profile_id FROM given) AND keeps_impressions
    ORDER BY id FOR KEY SHARE
), titles AS (
    SELECT id FROM catalog_title WHERE id IN (SELECT title_id FROM given) ORDER BY id FOR KEY SHARE
), written AS (
    INSERT INTO accounts_impression
        (profile_id, title_id, "row", row_place, place, page, model, page_view, day, shown_at, arm)
    SELECT given.*, ''
    FROM given JOIN profiles ON profiles.id = profile_id JOIN titles ON titles.id = title_id
    ORDER BY profile_id, page_view, title_id, "row", day
    ON CONFLICT DO NOTHING
    RETURNING profile_id, title_id, page_view, shown_at
), fresh AS (
    SELECT profile_id, title_id, count(DISTINCT page_view) AS shown, max(shown_at) AS last_at
    FROM written
    WHERE NOT EXISTS (
        SELECT FROM accounts_impression AS before
        WHERE before.profile_id = written.profile_id AND before.page_view = written.page_view
            AND before.title_id = written.title_id AND before.day BETWEEN %s AND %s
    )
    GROUP BY profile_id, title_id
), exposed AS (
    INSERT INTO accounts_exposure AS known (profile_id, title_id, shown, last_at)
    SELECT * FROM fresh ORDER BY profile_id, title_id
    ON CONFLICT (profile_id, title_id) DO UPDATE SET
        shown = CASE
            WHEN known.last_at < excluded.last_at - interval '14 days' THEN excluded.shown
            WHEN known.last_at > excluded.last_at + interval '14 days' THEN known.shown
            ELSE known.shown + excluded.shown
        END,
        last_at = greatest(known.last_at, excluded.last_at)
)
SELECT count(*) FROM written
"""


class Seen(NamedTuple):
    """One impression, in the order of the statement's columns."""

    profile: int
    title: int
    row: str
    row_place: int
    place: int
    page: str
    model: int | None
    page_view: UUID
    day: dt.date
    shown_at: dt.datetime


def take_in() -> int:
    """Writes what waits in the stream, a second's worth at the most; tells how many impressions were new."""
    end, new = time.monotonic() + PATIENCE, 0
    while time.monotonic() < end and (reports := stream.take(BATCH)):
        new += _write_each(reports)
        stream.done(reports)
    return new


def _write_each(reports: list[stream.Report]) -> int:
    """All at once; if that cannot be, one by one, so that none takes another down. A database that is away raises."""
    try:
        return write(seen for report in reports for seen in _unpacked(report))
    except UNWRITABLE as error:
        if len(reports) > 1:
            return sum(_write_each([report]) for report in reports)
        log.error("the report %s of impressions cannot be written and is dropped: %r", reports[0].id, error)
        return 0


def write(seen: Iterable[Seen]) -> int:
    """Writes those impressions whose profile and title are there, and whose day is kept; once, however often they come.

    Tells how many were new.
    """
    oldest = partitions.oldest_day()
    kept = [one for one in seen if one.day >= oldest]
    if not kept:
        return 0
    days = {one.day for one in kept}
    partitions.make_days(days)
    # A page view may go on over midnight. Only the partitions of these days are looked at.
    around = [min(days) - ONE_DAY, max(days) + ONE_DAY]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(WRITE, [*(list(column) for column in zip(*kept, strict=True)), *around])
        (new,) = cursor.fetchone()
    return int(new)


def packed(profile: int, page_view: UUID, page: str, shown: list[tuple[int, str, int, int, dt.datetime]]) -> Any:
    """A report as it lies in the stream: of each title its id, its row, both places, and the moment."""
    content = {"profile": profile, "page_view": str(page_view), "page": page}
    return {**content, "shown": [(*where, moment.isoformat()) for *where, moment in shown]}


def _unpacked(report: stream.Report) -> Iterator[Seen]:
    told = report.content
    page, model, view = told["page"], model_of(told["page"]), UUID(told["page_view"])
    for title, row, row_place, place, at in told["shown"]:
        moment = dt.datetime.fromisoformat(at)
        yield Seen(told["profile"], title, row, row_place, place, page, model, view, day_of(moment), moment)


def model_of(page: str) -> int | None:
    """The model version in the middle of a page's version (`taste.model.built`); None where there is none."""
    _taste, *between = page.split(".")
    model = between[0] if len(between) > 1 else ""
    return int(model) or None if model.isascii() and model.isdigit() and len(model) < 19 else None
