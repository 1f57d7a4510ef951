"""Which processes the site is made of."""

import http.client
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from netflixlike.embedded import Postgres, Server
from netflixlike.runner.child import Service

ROOT = Path(__file__).resolve().parents[2]
# What the terminal gets of the site's own processes: warnings, errors, whatever has no level, and news of models.
SHOWN = r"^(?!.* (DEBUG|INFO) )| INFO +recommendations\.training"
# One thread for algebra: it is processes that run side by side here.
LEAN = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
# Workers and clock would each run all system checks, a second every time.
UNCHECKED = {**LEAN, "CELERY_SKIP_CHECKS": "1"}


def embedded(server: Server) -> Service:
    """PostgreSQL or Valkey of this data folder. The terminal shows what goes wrong in them."""
    return Service(
        name=server.name,
        command=server.command(),
        ready=server.ready,
        before=server.prepare,
        after=server.clean_up,
        # PostgreSQL's SIGQUIT ends it at once; it recovers at its next start.
        stop_signals=(server.stop_signal, signal.SIGQUIT) if isinstance(server, Postgres) else (server.stop_signal,),
        dies_by=server.stop_signal,
        shown=server.alarming,
    )


def web(env: Mapping[str, str], host: str, port: int) -> Service:
    """The web server. It is ready when the site answers with anything but an error of its own."""
    options = ["--interface", "wsgi", "--workers", "2", "--blocking-threads", "4", "--backlog", "1024"]
    options += ["--host", host, "--port", str(port), "--respawn-failed-workers", "--workers-kill-timeout", "3"]
    asked = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return Service(
        name="web",
        command=[sys.executable, "-m", "granian", *options, "--log-level", "warning", "netflixlike.wsgi:application"],
        ready=lambda: answers(asked, port),
        env={**env, **LEAN},
        cwd=ROOT,
        shown=SHOWN,
    )


def worker(env: Mapping[str, str], name: str, queue: str, *prefix: str) -> Service:
    """A Celery worker with one process for one queue. Its second signal has it give its task back to the queue."""
    options = ["-Q", queue, "-n", f"{name}@%h", "-c", "1", "-l", "INFO"]
    options += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return Service(
        name=name,
        command=[*prefix, sys.executable, "-m", "celery", "-A", "netflixlike", "worker", *options],
        ready=rf"{name}@\S+ ready",
        env={**env, **UNCHECKED},
        cwd=ROOT,
        stop_signals=(signal.SIGTERM, signal.SIGQUIT),
        dies_by=signal.SIGQUIT,
        shown=SHOWN,
    )


def beat(env: Mapping[str, str]) -> Service:
    """The clock that puts periodic tasks on the queues."""
    command = [sys.executable, "-m", "celery", "-A", "netflixlike", "beat", "-l", "INFO", "--pidfile="]
    return Service("beat", command, ready="maxinterval ->", env={**env, **UNCHECKED}, cwd=ROOT, shown=SHOWN)


def answers(host: str, port: int) -> bool:
    """True when the site answers a request without failing."""
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
