"""The whole site under its supervisor, as `make run` starts it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Thread

import psycopg
import pytest

from netflixlike.embedded import Postgres, ServerError, socket_folder
from netflixlike.run import lock_file, only_one
from netflixlike.runner import ports
from recommendations.management.commands import prepare
from tests.left import left

ROOT = Path(__file__).resolve().parents[2]
Run = subprocess.Popen[str]
Start = Callable[[Path], Run]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder whose static files are collected already, which is what takes longest."""
    folder = tmp_path / "var"
    shutil.copytree(Path(os.environ["TESTS_DIR"]) / "main" / "static", folder / "static")
    (folder / "static" / ".collected").write_text(prepare._static_fingerprint())
    return folder


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts the site on a data folder; no part of it outlives the test."""
    with ExitStack() as stack:

        def start(folder: Path) -> Run:
            process = run(folder)
            stack.callback(end, process, folder)
            return process

        yield start


def run(folder: Path) -> Run:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}
    env = {**kept, "DATA_DIR": str(folder), "DEMO": "0"}
    command = [sys.executable, "-m", "netflixlike.run"]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def end(process: Run, folder: Path) -> None:
    process.kill()
    with process:  # reads its output to the end
        wait(lambda: left(folder) == [], 20)


def address(process: Run) -> str:
    """Where the site says it runs, once it does."""
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if found := re.search(r"runs at (\S+)", line):
            return found[1]
    raise AssertionError("".join(said))


def status(url: str) -> int:
    with urllib.request.urlopen(f"{url}/health/", timeout=10) as answer:  # noqa: S310
        return int(answer.status)


def answers(url: str) -> bool:
    try:
        return status(url) == 200
    except OSError:
        return False


def pids(folder: Path, words: str) -> list[int]:
    """The processes of the data folder with these words on their command line."""
    return [pid for pid in left(folder) if words in _command_line(pid)]


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except FileNotFoundError:
        return ""


def wait(until: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.05)


def test_a_second_one_in_the_same_folder_is_refused_in_one_line(tmp_path: Path) -> None:
    with only_one(tmp_path):
        second = run(tmp_path)
        said, _ = second.communicate(timeout=30)
    assert second.returncode == 1
    assert said == f"The site already runs on {tmp_path}, as process {os.getpid()}.\n"


def test_the_folder_is_free_again_after_any_end(tmp_path: Path) -> None:
    hold = "import sys, time, pathlib; from netflixlike.run import only_one\nwith only_one(pathlib.Path(sys.argv[1])):"
    holder = subprocess.Popen(
        [sys.executable, "-c", f"{hold} print('held', flush=True); time.sleep(1000)", tmp_path],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    with holder.stdout as output:
        assert output.readline() == b"held\n"
    with pytest.raises(ServerError, match=f"as process {holder.pid}"), only_one(tmp_path):
        pass
    holder.kill()
    holder.wait(10)
    with only_one(tmp_path):
        pass


def test_one_that_is_stopping_is_waited_for(tmp_path: Path) -> None:
    with only_one(tmp_path):
        lock_file(tmp_path).write_text("")
        second = Thread(target=_hold, args=[tmp_path])
        second.start()
        second.join(1.5)
        assert second.is_alive()
    second.join(5)
    assert not second.is_alive()


def _hold(folder: Path) -> None:
    with only_one(folder):
        pass


def test_ports_are_not_shared() -> None:
    with ports.reserve("127.0.0.1") as first, ports.reserve("127.0.0.1") as second:
        assert first.getsockname()[1] != second.getsockname()[1]


def test_a_web_server_can_listen_on_the_reserved_port_and_nobody_else() -> None:
    with ports.reserve("127.0.0.1") as holder, socket.socket() as web, socket.socket() as other:
        web.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        web.bind(holder.getsockname())
        web.listen()
        socket.create_connection(holder.getsockname(), timeout=2).close()
        with pytest.raises(OSError, match="in use"):
            other.bind(holder.getsockname())


def test_a_port_that_was_asked_for_and_is_taken_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with ports.reserve("127.0.0.1") as first:
        monkeypatch.setenv("PORT", str(first.getsockname()[1]))
        with pytest.raises(ServerError, match="cannot be had: Address already in use"):
            ports.reserve("127.0.0.1")


def test_how_hosts_are_written_in_addresses() -> None:
    assert ports.reached_at("127.0.0.1") == "127.0.0.1"
    assert ports.reached_at("::1") == "[::1]"
    assert ports.reached_at("0.0.0.0") not in {"", "0.0.0.0"}


@pytest.mark.slow
def test_it_runs_and_leaves_nothing_after_ctrl_c(folder: Path, start: Start) -> None:
    site = start(folder)
    assert status(address(site)) == 200
    begin = time.monotonic()
    site.send_signal(signal.SIGINT)
    assert site.wait(15) == 0
    assert time.monotonic() - begin < 11
    assert left(folder) == []
    assert list(socket_folder(folder).iterdir()) == []


@pytest.mark.slow
def test_nothing_outlives_a_killed_supervisor_and_the_next_one_works(folder: Path, start: Start) -> None:
    first = start(folder)
    assert status(address(first)) == 200
    old = set(left(folder))
    first.kill()
    second = start(folder)  # at once, while the old ones are on their way out
    assert status(address(second)) == 200
    assert not old & set(left(folder))
    second.kill()
    wait(lambda: left(folder) == [], 15)


@pytest.mark.slow
def test_each_part_comes_back_after_a_crash(folder: Path, start: Start) -> None:
    url = address(start(folder))
    processes = ("granian", "-n worker@", "-n trainer@", "-n media@", "-n keeper@", " beat ")
    for what in (*processes, "valkey-server", "bin/postgres -D"):
        victims = set(pids(folder, what))
        assert victims, what
        os.kill(min(victims), signal.SIGKILL)
        wait(lambda: bool(pids(folder, what)) and not victims & set(pids(folder, what)), 20)  # noqa: B023
        wait(lambda: answers(url), 20)


@pytest.mark.slow
def test_two_at_once_do_not_meet(tmp_path: Path, folder: Path, start: Start) -> None:
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    first, second = start(folder), start(other)
    urls = address(first), address(second)
    assert len(set(urls)) == 2
    assert [status(url) for url in urls] == [200, 200]
    first.send_signal(signal.SIGINT)
    first.wait(15)
    assert status(urls[1]) == 200


@pytest.mark.slow
def test_a_first_start_killed_at_any_point_is_completed(folder: Path, start: Start) -> None:
    for moment in (0.4, 0.7, 1.0, 1.5, 2.5, 4.0):
        site = start(folder)
        time.sleep(moment)
        site.kill()
        site.communicate()
    assert status(address(start(folder))) == 200
    with psycopg.connect(Postgres(folder / "postgres", socket_folder(folder)).url()) as connection:
        assert connection.execute("SELECT count(*) FROM catalog_title").fetchone() == (0,)


@pytest.mark.slow
def test_a_broken_site_says_why_and_leaves_nothing(folder: Path, start: Start) -> None:
    (folder / "postgres").mkdir()
    site = start(folder)
    said, _ = site.communicate(timeout=60)
    assert site.returncode == 1
    assert "PG_VERSION" in said
    assert left(folder) == []
