"""Doing several things at the same moment, each on a database connection of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection


def at_once(*actions: Callable[[], Any]) -> list[Any]:
    """Run these in threads that start together; what each returned, or the exception that it raised."""
    barrier = Barrier(len(actions))

    def run(action: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=10)
            return action()
        except Exception as error:  # noqa: BLE001  what was raised is what the test looks at
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as threads:
        return list(threads.map(run, actions))


def errors(outcomes: Sequence[Any]) -> list[str]:
    """The kinds of exceptions among the outcomes."""
    return [type(one).__name__ for one in outcomes if isinstance(one, Exception)]
