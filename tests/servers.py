"""The real PostgreSQL and Valkey that the tests run on: thrown away at the end, and quick rather than durable."""

import atexit
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from netflixlike import processes
from netflixlike.embedded import Postgres, Server, Valkey, make_socket_folder


class Running:
    """A server of the tests that can be stopped and started again."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        if self.process is None:
            self.process = self.server.start()

    def stop(self) -> None:
        """At once, as when the machine fails."""
        if self.process is not None:
            processes.kill_group(self.process)
            self.process = None


def valkey(folder: Path) -> Running:
    """A Valkey of its own in that folder, started."""
    running = Running(Valkey(folder / "valkey", make_socket_folder(folder), durable=False))
    running.start()
    atexit.register(running.stop)
    return running


def set_up() -> Running:
    """Starts what this process needs, and points the settings to it, which are to be loaded only afterwards.

    PostgreSQL is shared by all processes of the run, each with a database of its own; Valkey is not shared.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        base = Path(tempfile.mkdtemp(prefix="netflixlike-"))
        os.environ["TESTS_DIR"] = str(base)
        atexit.register(shutil.rmtree, base, ignore_errors=True)
        postgres = Running(Postgres(base / "postgres", make_socket_folder(base), durable=False))
        postgres.start()
        atexit.register(postgres.stop)
        os.environ["DATABASE_URL"] = postgres.server.url()
    folder = Path(os.environ["TESTS_DIR"]) / (worker or "main")
    broker = valkey(folder)
    os.environ |= {
        "DATA_DIR": str(folder),
        "REDIS_URL": broker.server.url(),
        "SITE_URL": "http://testserver",
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "SECRET_KEY": "only for tests",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }
    for name in ("CACHE_URL", "DEBUG", "DEMO", "MODEL_DIR", "LOG_LEVEL", "BEHIND_PROXY"):
        os.environ.pop(name, None)
    return broker
