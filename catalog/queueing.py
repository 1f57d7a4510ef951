"""Asks workers for work. A broker that is down never fails whoever asks: what was missed is found by a sweep."""

import logging

from celery import current_app
from django.core.cache import cache
from kombu.exceptions import OperationalError
from kombu.pools import producers

log = logging.getLogger(__name__)
HURRY = {"socket_timeout": 0.3, "socket_connect_timeout": 0.3}


def send_once(key: str, seconds: int, task: str, arguments: list[int]) -> bool:
    """Send the task unless it was asked for within so many seconds. False also where the broker cannot be reached.

    While the cache is away, nobody knows what was asked for: better twice than not at all.
    """
    if not cache.add(key, 1, timeout=seconds) and not cache.is_away:  # type: ignore[attr-defined]  # of PatientRedisCache
        return False
    try:
        send(task, arguments)
    except OperationalError as error:
        cache.delete(key)
        log.warning("%s%s waits for the sweep, the broker is unreachable: %s", task, arguments, error)
        return False
    return True


def send(task: str, arguments: list[int]) -> None:
    """Put a task on its queue; raises kombu's OperationalError while the broker is away.

    On connections of our own: a worker may wait long for a silent broker, somebody who pressed a button may not.
    """
    with producers[current_app.connection_for_write(transport_options=HURRY)].acquire(timeout=1) as producer:
        current_app.send_task(task, arguments, retry=False, producer=producer)
