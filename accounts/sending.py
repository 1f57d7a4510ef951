"""Tasks on their way to the broker, for those who cannot wait for one that is silent."""

from collections.abc import Sequence
from typing import Any

from celery import current_app
from kombu.pools import producers

HURRY = {"socket_timeout": 0.3, "socket_connect_timeout": 0.3}


def send(task: str, arguments: Sequence[Any]) -> None:
    """Put a task on its queue; raises kombu's OperationalError while the broker is away.

    On connections of our own: a worker may wait long for a silent broker, somebody who pressed a button may not.
    """
    with producers[current_app.connection_for_write(transport_options=HURRY)].acquire(timeout=1) as producer:
        current_app.send_task(task, arguments, retry=False, producer=producer)
