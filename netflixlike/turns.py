"""Requests that only read take turns in a process."""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
READING = {"GET", "HEAD"}
BESIDE = "/artwork/"  # pictures are made by a library that leaves the interpreter to others
PATIENCE = 0.25  # seconds after which a request goes ahead beside one that takes long


class Turns:
    """A WSGI application whose pages are made one at a time, in the order in which they were asked for.

    Threads of one process cannot compute at the same time. Where several try, each waits for the interpreter's lock
    after every query, up to 5 ms, and all of their pages are late. Bodies are sent outside the turn, so a slow network
    holds nobody up, and what brings a body of its own, perhaps slowly, is never waited for.
    """

    def __init__(self, application: Application) -> None:
        self.application = application
        self.mutex = threading.Lock()
        self.taken = False
        self.waiting: deque[threading.Lock] = deque()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in READING or environ["PATH_INFO"].startswith(BESIDE):
            return self.application(environ, start_response)
        with self._turn():
            return self.application(environ, start_response)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        mine = self._take()
        try:
            yield
        finally:
            if mine:
                self._hand_on()

    def _take(self) -> bool:
        """Waits for the turn; false where that took too long."""
        with self.mutex:
            if not self.taken:
                self.taken = True
                return True
            turn = threading.Lock()
            turn.acquire()
            self.waiting.append(turn)
        if turn.acquire(timeout=PATIENCE):
            return True
        with self.mutex:
            if turn not in self.waiting:  # it was handed over just now
                return True
            self.waiting.remove(turn)
            return False

    def _hand_on(self) -> None:
        with self.mutex:
            if self.waiting:
                self.waiting.popleft().release()
            else:
                self.taken = False
