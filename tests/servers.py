"""The real PostgreSQL and Valkey that the tests run on: thrown away at the end, and quick rather than durable."""

import atexit
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

from netflixlike import processes
from netflixlike.embedded import Postgres, Server, Valkey, make_socket_folder


class Running:
    """A server that can be stopped and started again."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        if self.process is None:
            self.process = self.server.start()
            atexit.register(self.stop)

    def say(self, command: str) -> bytes:
        """Valkey's answer to an inline command, on a connection of its own."""
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(self.server.url().removeprefix("unix://"))
            client.sendall(f"{command}\r\n".encode())
            return client.recv(4096)

    def stop(self) -> None:
        """At once, as when a machine fails."""
        if self.process is not None:
            processes.kill_group(self.process)
            self.process = None


def set_up() -> Running:
    """Starts what this process needs and points the settings to it, which are to be loaded only afterwards.

    PostgreSQL is shared by the processes of a run, each of which gets a database of its own from pytest-django. The
    returned Valkey is this process's own.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        base = Path(tempfile.mkdtemp(prefix="netflixlike-"))
        atexit.register(shutil.rmtree, base, ignore_errors=True)
        postgres = Postgres(base / "postgres", make_socket_folder(base), durable=False)
        Running(postgres).start()
        os.environ |= {"TESTS_DIR": str(base), "DATABASE_URL": postgres.url()}
    folder = Path(os.environ["TESTS_DIR"]) / (worker or "main")
    valkey = Running(Valkey(folder / "valkey", make_socket_folder(folder), durable=False))
    valkey.start()
    point_settings(folder, valkey.server.url())
    return valkey


def point_settings(folder: Path, redis_url: str) -> None:
    """The environment that the settings read: this run's own, and nothing of the person's who runs the tests."""
    for name in ("CACHE_URL", "DEBUG", "DEMO", "MODEL_DIR", "LOG_LEVEL", "BEHIND_PROXY", "TEST_DATABASE_TEMPLATE"):
        os.environ.pop(name, None)
    os.environ |= {
        "DATA_DIR": str(folder),
        "REDIS_URL": redis_url,
        "SITE_URL": "http://testserver",
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "SECRET_KEY": "of the tests alone",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        # Playwright's loop runs in the thread of the tests.
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    }


def collect_static() -> None:
    """Static files under their hashed names, as in production but not compressed; once for all processes of a run."""
    from django.conf import settings
    from django.core.management import call_command
    from django.test import override_settings

    collected = Path(os.environ["TESTS_DIR"]) / "main" / "static"
    if collected != settings.STATIC_ROOT:
        settings.STATIC_ROOT.symlink_to(collected)
        return
    storage = {"BACKEND": "netflixlike.statics.HashedStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": storage}):
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["redoc", "rest_framework"])
