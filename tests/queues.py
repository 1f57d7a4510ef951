"""What waits in the broker's queues."""

import json
from base64 import b64decode
from typing import Any

from celery import current_app


def asked(queue: str) -> list[tuple[str, list[object]]]:
    """The tasks that wait in a queue, with their arguments."""
    with current_app.connection_for_read() as connection:
        channel: Any = connection.default_channel
        messages = [json.loads(one) for one in channel.client.lrange(queue, 0, -1)]
    return [(one["headers"]["task"], json.loads(b64decode(one["body"]))[0]) for one in messages]
