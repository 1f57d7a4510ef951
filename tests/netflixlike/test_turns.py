"""Requests of one process wait for one another, but never long."""

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from netflixlike.turns import PATIENCE, Turns

SOON = 0.02  # seconds


class Site:
    """An application whose requests stay until they are let go, by path."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.go: dict[str, threading.Event] = {}
        self.turns = Turns(self)

    def __call__(self, environ: dict[str, Any], _start_response: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        self.begun.append(path)
        assert self.go[path].wait(10)
        if path == "/broken":
            raise ValueError(path)
        return [path.encode()]

    def ask(self, path: str, method: str = "GET") -> threading.Thread:
        self.go.setdefault(path, threading.Event())
        thread = threading.Thread(target=self._ask, args=[path, method])
        thread.start()
        return thread

    def _ask(self, path: str, method: str) -> None:
        try:
            self.turns({"PATH_INFO": path, "REQUEST_METHOD": method}, None)
        except ValueError:
            assert path == "/broken"

    def let_go(self, *paths: str) -> None:
        for path in paths:
            self.go[path].set()


def until(true: Callable[[], bool], seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.001)


@pytest.fixture
def site() -> Iterable[Site]:
    made = Site()
    yield made
    made.let_go(*made.go)


def test_pages_are_made_one_at_a_time_in_the_order_in_which_they_were_asked_for(site: Site) -> None:
    threads = []
    for path in ["/a", "/b", "/c", "/d"]:
        threads.append(site.ask(path))
        until(lambda: len(site.begun) + len(site.turns.waiting) == len(threads))
    assert site.begun == ["/a"]
    site.let_go("/d", "/c", "/b", "/a")
    for thread in threads:
        thread.join(5)
    assert site.begun == ["/a", "/b", "/c", "/d"]
    assert not site.turns.taken


def test_one_that_takes_long_is_overtaken(site: Site) -> None:
    site.ask("/slow")
    until(lambda: site.begun == ["/slow"])
    asked = time.monotonic()
    site.ask("/quick")
    until(lambda: "/quick" in site.begun)
    assert time.monotonic() - asked >= PATIENCE
    site.let_go("/quick")
    later = site.ask("/later")
    until(lambda: bool(site.turns.waiting))
    site.let_go("/slow", "/later")
    later.join(5)
    assert site.begun == ["/slow", "/quick", "/later"]


def test_what_writes_never_waits(site: Site) -> None:
    site.ask("/page")
    until(lambda: site.begun == ["/page"])
    asked = time.monotonic()
    site.ask("/play", "POST")
    until(lambda: "/play" in site.begun)
    assert time.monotonic() - asked < PATIENCE


def test_an_error_ends_the_turn(site: Site) -> None:
    site.ask("/broken")
    until(lambda: site.begun == ["/broken"])
    site.ask("/next")
    time.sleep(SOON)
    site.let_go("/broken")
    until(lambda: "/next" in site.begun, PATIENCE)
