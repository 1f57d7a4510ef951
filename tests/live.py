"""The site's own processes for tests: a real web server and real workers on the test's database and Valkey."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from netflixlike.cache import PatientRedisCache
from netflixlike.embedded import Postgres
from netflixlike.runner import ports, services
from netflixlike.runner.child import Child, Service
from netflixlike.runner.output import Terminal
from netflixlike.runner.supervisor import Supervisor
from tests.servers import Running


@dataclass
class Servers:
    """The Valkey of this test, to do harm to. All is well again after the test."""

    valkey: Running

    def stop_valkey(self) -> None:
        """Gone at once, with all it held."""
        self.valkey.stop()

    def start_valkey(self) -> None:
        self.valkey.start()

    def wipe_valkey(self) -> None:
        """Still there, and everything in it lost: queues, cache, locks."""
        self.valkey.say("FLUSHALL")


@dataclass
class LiveSite:
    """A web server; `str()` is its address."""

    url: str
    process: "subprocess.Popen[bytes]"
    log: Path

    def __str__(self) -> str:
        return self.url

    def cookies(self, client: Client) -> list[dict[str, str]]:
        """The cookies of a test client, signed in perhaps, in the form that a browser context takes."""
        return [{"name": name, "value": morsel.value, "url": self.url} for name, morsel in client.cookies.items()]


def live_env(**more: str) -> dict[str, str]:
    """What a process of the site needs to work on this test's database, Valkey and models."""
    name = connection.settings_dict["NAME"]
    database = Postgres(Path(os.environ["TESTS_DIR"]) / "postgres", Path(connection.settings_dict["HOST"])).url(name)
    return {
        **os.environ,
        "DATABASE_URL": database,
        "MODEL_DIR": str(settings.MODEL_DIR),
        "PYTHONUNBUFFERED": "1",
        **more,
    }


@contextmanager
def running(service: Service, folder: Path) -> Iterator[Child]:
    """The service, ready; its log is in the folder. Nothing of it is left afterwards."""
    with Path(os.devnull).open("w") as nowhere:
        supervisor = Supervisor(folder, Terminal(nowhere.fileno()))
        try:
            supervisor.start(service, patience=180)
            yield supervisor.children[0]
        finally:
            for child in supervisor.children:  # nothing is left to finish
                child.bury()
            supervisor.stop()


@pytest.fixture
def servers(valkey: Running) -> Iterator[Servers]:
    """Ways to harm the Valkey of this test, which no other test shares at the time."""
    yield Servers(valkey)
    valkey.start()
    PatientRedisCache.resting_until = 0.0  # the cache would leave the server alone for some seconds yet


@pytest.fixture
def start_worker(transactional_db: None, tmp_path: Path) -> Iterator[Callable[..., "subprocess.Popen[bytes]"]]:
    """Starts a real worker for some queues and returns its process, once it is ready."""
    with ExitStack() as stack:

        def start(queues: str = "refresh,training,data") -> "subprocess.Popen[bytes]":
            name = f"worker{next(numbers)}"
            service = services.worker(live_env(), name, queues)
            child = stack.enter_context(running(service, tmp_path / "log"))
            assert child.process is not None
            return child.process

        numbers = count(1)
        yield start


@pytest.fixture
def live_worker(start_worker: Callable[..., "subprocess.Popen[bytes]"]) -> "subprocess.Popen[bytes]":
    """A worker for all queues, to kill or to let work."""
    return start_worker()


@pytest.fixture
def live_site(transactional_db: None, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[LiveSite]:
    """The real web server on a free port, with what `pytest.mark.site(NAME="value")` says of its environment."""
    marks = reversed(list(request.node.iter_markers("site")))  # the nearest last
    more: dict[str, str] = {name: value for mark in marks for name, value in mark.kwargs.items()}
    with ports.reserve("127.0.0.1") as holder:
        port = holder.getsockname()[1]
        url = f"http://127.0.0.1:{port}"
        with running(services.web(live_env(SITE_URL=url, **more), "127.0.0.1", port), tmp_path / "log") as child:
            assert child.process is not None
            yield LiveSite(url, child.process, child.log.path)
