"""Runs the site: its own PostgreSQL and Valkey, the web server, the workers and the clock, until Ctrl-C.

    python -m netflixlike.run

Reads DATA_DIR, DATABASE_URL, REDIS_URL, HOST, PORT, SITE_URL and DEMO, all of them optional; see docs/operations.md.
"""

import fcntl
import hashlib
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from netflixlike import processes
from netflixlike.embedded import Postgres, ServerError, Valkey, make_socket_folder
from netflixlike.runner import ports, services
from netflixlike.runner.output import Terminal
from netflixlike.runner.supervisor import Failed, Stop, Supervisor

MARK = "NETFLIXLIKE_RUNS_ON"  # in the environment of every process of a data folder


def main() -> int:
    """Returns the exit code: 0 when stopped on request, 1 when something could not run."""
    if "--with-parent" in sys.argv:  # nobody could stop the site any more if `make` alone were killed
        processes.die_with_parent(signal.SIGTERM)
    data_dir = Path(os.environ.get("DATA_DIR", services.ROOT / "var")).resolve()
    terminal = Terminal()
    try:
        with only_one(data_dir):
            Site(data_dir, terminal).run()
    except (Failed, ServerError, OSError) as error:
        terminal.write(f"{error}\n")
        return 1
    return 0


@contextmanager
def only_one(data_dir: Path) -> Iterator[None]:
    """Holds the data folder. The lock goes with the process that holds it, so there is never a stale one."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with lock_file(data_dir).open("a+") as lock:
        _wait_for(lock, data_dir)
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def lock_file(data_dir: Path) -> Path:
    """Locked, and with a number in it, by the process that runs the site; without one while that is stopping."""
    return data_dir / "lock"


def _wait_for(lock: IO[str], data_dir: Path) -> None:
    """Gives a site that is on its way out the time for it, and one that runs no more than it takes to begin to stop."""
    begin = time.monotonic()
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read()
            if time.monotonic() - begin > (1 if holder else 15):
                raise ServerError(f"The site already runs on {data_dir}, as process {holder or '?'}.") from None
            time.sleep(0.1)
        else:
            return


class Site:
    """The whole site on one data folder."""

    def __init__(self, data_dir: Path, terminal: Terminal) -> None:
        self.data_dir, self.terminal = data_dir, terminal
        self.supervisor = Supervisor(data_dir / "log", terminal)
        self.env = {
            **os.environ,
            "DATA_DIR": str(data_dir),
            "DEMO": os.environ.get("DEMO", "1"),
            "PYTHONUNBUFFERED": "1",
            MARK: str(data_dir),
        }

    def run(self) -> None:
        """Starts everything, stays until somebody asks for the end, and stops everything."""
        begin = time.monotonic()
        self.supervisor.obey_signals()
        processes.end_marked(MARK, str(self.data_dir))
        try:
            self.start_servers()
            self.prepare()
            with ports.reserve(os.environ.get("HOST") or "127.0.0.1") as holder:
                self.start_site(*holder.getsockname()[:2])
                self.greet(time.monotonic() - begin)
                self.supervisor.watch()
        except Stop:
            self.terminal.write("\nStopping …\n")
        finally:
            lock_file(self.data_dir).write_text("")
            self.supervisor.stop()

    def start_servers(self) -> None:
        """Those that are not named by a URL, one by one, so that the database stops last."""
        sockets = make_socket_folder(self.data_dir)
        if not os.environ.get("DATABASE_URL"):
            postgres = Postgres(self.data_dir / "postgres", sockets)
            if not postgres.folder.exists():
                self.terminal.write("Making the database\n")
            self.supervisor.start(services.embedded(postgres))
            postgres.create_database()
        if not os.environ.get("REDIS_URL"):
            self.supervisor.start(services.embedded(Valkey(self.data_dir / "valkey", sockets)))

    def prepare(self) -> None:
        """Migrations, static files, demo and model, as far as they are missing.

        Left out where it was done before on this database with the very files that are there now.
        """
        stamp = self.data_dir / "postgres" / "prepared"  # goes with the database
        state = self.state()
        whole = stamp.exists() and (self.data_dir / "static").exists() and not os.environ.get("DATABASE_URL")
        if whole and stamp.read_text() == state:
            return
        env = {**self.env, **services.LEAN, "SITE_URL": "http://localhost", "LOG_LEVEL": "WARNING"}
        if self.supervisor.run([sys.executable, "manage.py", "prepare"], env, services.ROOT) != 0:
            raise Failed("The site could not be prepared; what went wrong stands above.")
        if stamp.parent.exists():
            stamp.write_text(state)

    def state(self) -> str:
        """Changes with all that the preparation depends on."""
        digest = hashlib.sha256(self.env["DEMO"].encode())
        patterns = ("*/migrations/*.py", "*/demo/*.*", "static/**/*", "requirements.txt", "constraints.txt")
        for path in sorted(path for pattern in patterns for path in services.ROOT.glob(pattern)):
            status = path.stat()
            digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
        return digest.hexdigest()

    def start_site(self, host: str, port: int) -> None:
        """Web server, workers and clock, side by side."""
        name = ports.reached_at(host)
        self.env["SITE_URL"] = os.environ.get("SITE_URL") or f"http://{name}:{port}"
        names = [name, "localhost", "127.0.0.1", "[::1]", socket.gethostname(), os.environ.get("ALLOWED_HOSTS", "")]
        self.env["ALLOWED_HOSTS"] = ",".join(filter(None, names))
        self.supervisor.start(
            services.web(self.env, host, port),
            services.worker(self.env, "worker", "refresh"),
            services.worker(self.env, "trainer", "training", "nice", "-n", "10"),
            services.worker(self.env, "media", "media", "nice", "-n", "10"),
            services.worker(self.env, "keeper", "data", "nice", "-n", "5"),
            services.beat(self.env),
        )

    def greet(self, seconds: float) -> None:
        """Says where the site is and who can log in."""
        site = self.env["SITE_URL"]
        lines = ["", f"  netflixlike runs at {self.terminal.bold(site)}   (ready after {seconds:.1f} s)"]
        with suppress(FileNotFoundError):
            lines += ["", (self.data_dir / "log-ins.txt").read_text().rstrip()]
        lines += ["", f"  admin {site}/admin/   logs {self.data_dir / 'log'}   Ctrl-C stops everything", "", ""]
        self.terminal.write("\n".join(lines))


if __name__ == "__main__":
    sys.exit(main())
