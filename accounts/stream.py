"""The stream in Valkey where impressions wait for the worker that writes them: bounded, and nothing depends on it.

Lost with the server is what was not written yet. While the server is away nothing is put here, at no cost to anybody.
"""

import json
import logging
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.core.cache import cache
from redis.exceptions import ConnectionError as Unreachable
from redis.exceptions import RedisError, ResponseError
from redis.exceptions import TimeoutError as TooSlow

log = logging.getLogger(__name__)
STREAM, GROUP = "impressions", "writers"
# All processes are one consumer: what one of them left undone is found by how long it has been lying there.
CONSUMER = "worker"
MOST = 20_000  # reports that wait, of one or two kB as a rule; beyond, the oldest go
LEFT = 30_000  # milliseconds after which whoever took a report is taken for dead


class Report(NamedTuple):
    """One report of a client, as it lay in the stream."""

    id: bytes
    content: dict[str, Any]


def put(content: dict[str, Any]) -> bool:
    """Leaves a report for the workers; false if it was dropped, because the server is away or takes no more."""
    if _cache().is_away:
        return False
    try:
        _cache().client.xadd(STREAM, {"report": json.dumps(content)}, maxlen=MOST, approximate=True)
    except (Unreachable, TooSlow) as error:
        _cache().rest(error)
        return False
    except RedisError as error:  # its memory is full
        log.warning("impressions are dropped: %s", error)
        return False
    return True


def take(most: int) -> list[Report]:
    """Up to so many reports: what somebody took and left undone for long, and else what is new."""
    if _cache().is_away:
        return []
    try:
        return list(_readable(_taken(most)))
    except (Unreachable, TooSlow) as error:
        _cache().rest(error)
        return []


def done(reports: Iterable[Report]) -> None:
    """These are written, once and for all. Where that cannot be said they come again, which does no harm."""
    if not (ids := [report.id for report in reports]):
        return
    try:
        with _cache().client.pipeline() as pipeline:
            pipeline.xack(STREAM, GROUP, *ids)
            pipeline.xdel(STREAM, *ids)
            pipeline.execute()
    except (Unreachable, TooSlow) as error:
        _cache().rest(error)


def _cache() -> Any:
    """The PatientRedisCache of the settings."""
    return cache


def _taken(most: int) -> list[Any]:
    client = _cache().client
    try:
        left = client.xautoclaim(STREAM, GROUP, CONSUMER, min_idle_time=LEFT, count=most)[1]
    except ResponseError as error:
        if "NOGROUP" not in str(error):
            raise
        client.xgroup_create(STREAM, GROUP, id="0", mkstream=True)
        left = []
    if left:
        return list(left)
    answer = client.xreadgroup(GROUP, CONSUMER, {STREAM: ">"}, count=most)
    return list(answer[0][1]) if answer else []


def _readable(entries: Iterable[Any]) -> Iterator[Report]:
    for id_, fields in entries:
        try:
            yield Report(id_, json.loads(fields[b"report"]))
        except (KeyError, ValueError) as error:
            log.error("the report %s of impressions cannot be read and is dropped: %r", id_, error)
            done([Report(id_, {})])
