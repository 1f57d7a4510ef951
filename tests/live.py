"""The site's own processes for tests: a real web server and real workers on the test's database and Valkey."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

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
        except BaseException:
            print(*(folder / f"{service.name}.log").read_text().splitlines()[-60:], sep="\n")
            raise
        finally:
            for child in supervisor.children:  # nothing is left to finish
                child.bury()
            supervisor.stop()


class Kept:
    """The web server, which goes from test to test as long as they want the same environment and do it no harm."""

    def __init__(self) -> None:
        self.stack = ExitStack()
        self.env: dict[str, str] = {}
        self.site: LiveSite | None = None

    def get(self, env: dict[str, str]) -> LiveSite:
        """A server with this environment; the one that runs, if it has just that and is alive."""
        env.pop("PYTEST_CURRENT_TEST", None)
        if self.site is None or self.env != env or self.site.process.poll() is not None:
            self.drop()
            self.site, self.env = self._start(env), env
        os.killpg(self.site.process.pid, signal.SIGCONT)
        return self.site

    def pause(self, patience: float = 10) -> None:
        """Holds it between two transactions, for the tables to be emptied: requests that a page sent as it was left may
        still be under way."""
        others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        deadline = time.monotonic() + patience
        with connection.cursor() as cursor:
            while self.site is not None and time.monotonic() < deadline:
                os.killpg(self.site.process.pid, signal.SIGSTOP)
                cursor.execute(f"{others} AND state <> 'idle'")
                if cursor.fetchone() == (0,):
                    return
                os.killpg(self.site.process.pid, signal.SIGCONT)
                time.sleep(0.05)

    def drop(self) -> None:
        """Ends it: the next test gets another one."""
        if self.site is not None:
            os.killpg(self.site.process.pid, signal.SIGCONT)
        self.stack.close()
        self.site = None

    def _start(self, env: dict[str, str]) -> LiveSite:
        holder = self.stack.enter_context(ports.reserve("127.0.0.1"))
        port = holder.getsockname()[1]
        url = f"http://127.0.0.1:{port}"
        folder = Path(self.stack.enter_context(TemporaryDirectory(prefix="log-", dir=settings.DATA_DIR)))
        service = services.web({**env, "SITE_URL": url}, "127.0.0.1", port)
        child = self.stack.enter_context(running(service, folder))
        assert child.process is not None
        return LiveSite(url, child.process)


@pytest.fixture(scope="session")
def kept_site() -> Iterator[Kept]:
    """What runs of the site between tests; nothing is left at the end."""
    kept = Kept()
    yield kept
    kept.drop()


@pytest.fixture
def fresh_site(kept_site: Kept) -> None:
    """Has the next `live_site` be a new one: the admin remembers content types, which each test has others of."""
    kept_site.drop()


@pytest.fixture
def servers(valkey: Running, kept_site: Kept) -> Iterator[Servers]:
    """Ways to harm the Valkey of this test, which no other test shares at the time."""
    yield Servers(valkey)
    valkey.start()
    kept_site.drop()  # its processes would leave the cache alone for some seconds yet, and so would this one
    PatientRedisCache.resting_until = 0.0


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
def live_site(transactional_db: None, kept_site: Kept, request: pytest.FixtureRequest) -> Iterator[LiveSite]:
    """The real web server on a free port, with what `pytest.mark.site(NAME="value")` says of its environment."""
    marks = reversed(list(request.node.iter_markers("site")))  # the nearest last
    more: dict[str, str] = {name: value for mark in marks for name, value in mark.kwargs.items()}
    yield kept_site.get(live_env(**more))
    kept_site.pause()
