"""PostgreSQL and Valkey of a data folder, through everything that can happen to them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
import redis

from netflixlike import processes
from netflixlike.embedded import Postgres, Server, ServerError, Valkey, make_socket_folder, socket_folder

Start = Callable[[Server], subprocess.Popen[bytes]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts servers that are gone after the test."""
    with ExitStack() as stack:

        def start(server: Server) -> "subprocess.Popen[bytes]":
            process = server.start()
            stack.callback(processes.kill_group, process)
            return process

        yield start


@pytest.fixture
def postgres(tmp_path: Path) -> Postgres:
    return Postgres(tmp_path / "postgres", make_socket_folder(tmp_path))


@pytest.fixture
def valkey(tmp_path: Path) -> Valkey:
    return Valkey(tmp_path / "valkey", make_socket_folder(tmp_path))


def write(server: Server) -> None:
    if isinstance(server, Postgres):
        server.create_database()
        with psycopg.connect(server.url()) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS number")
    else:
        redis.from_url(server.url()).set("kept", 42)


def read(server: Server) -> int:
    if isinstance(server, Postgres):
        with psycopg.connect(server.url()) as connection:
            row = connection.execute("SELECT number FROM kept").fetchone()
            assert row
            return int(row[0])
    return int(str(redis.from_url(server.url(), decode_responses=True).get("kept")))


def ended(process: "subprocess.Popen[bytes]") -> bool:
    process.wait(10)
    return True


@pytest.mark.parametrize("kind", ["postgres", "valkey"])
@pytest.mark.parametrize("ending", ["asked", "killed"])
def test_data_outlive_the_server(kind: str, ending: str, start: Start, request: pytest.FixtureRequest) -> None:
    server: Server = request.getfixturevalue(kind)
    process = start(server)
    write(server)
    process.send_signal(server.stop_signal if ending == "asked" else signal.SIGKILL)
    assert ended(process)
    start(server)
    assert read(server) == 42


@pytest.mark.parametrize("kind", ["postgres", "valkey"])
def test_a_server_that_outlived_its_starter_gives_way(kind: str, start: Start, request: pytest.FixtureRequest) -> None:
    server: Server = request.getfixturevalue(kind)
    old = start(server)
    write(server)
    start(server)
    assert ended(old)
    assert read(server) == 42


@pytest.mark.parametrize("kind", ["postgres", "valkey"])
def test_nothing_is_left_after_the_end(kind: str, start: Start, request: pytest.FixtureRequest) -> None:
    server: Server = request.getfixturevalue(kind)
    process = start(server)
    assert list(server.sockets.iterdir())
    processes.kill_group(process)
    server.clean_up()
    assert list(server.sockets.iterdir()) == []


def test_a_cluster_whose_making_was_killed_is_made_anew(tmp_path: Path, postgres: Postgres, start: Start) -> None:
    make = "import sys, pathlib as p; from netflixlike.embedded import Postgres; "
    make += "Postgres(p.Path(sys.argv[1]) / 'postgres', p.Path(sys.argv[1]) / 'run').prepare()"
    maker = subprocess.Popen([sys.executable, "-c", make, tmp_path])
    while not list(tmp_path.glob("postgres.new-*/base")):
        assert maker.poll() is None, "it was too quick for us"
        time.sleep(0.001)
    maker.kill()
    assert ended(maker)
    assert not postgres.folder.exists()
    start(postgres)
    write(postgres)
    assert read(postgres) == 42
    assert list(tmp_path.glob("postgres.new-*")) == []


def test_a_lock_of_a_dead_server_whose_number_is_used_again(postgres: Postgres, start: Start) -> None:
    process = start(postgres)
    lock = postgres.folder / "postmaster.pid"
    content = lock.read_text()
    processes.kill_group(process)
    lock.write_text(content.replace(str(process.pid), str(os.getpid()), 1))  # we live, and are no PostgreSQL
    start(postgres)
    assert postgres.ready()


def test_another_version_of_the_data_is_refused_with_the_reason(postgres: Postgres) -> None:
    postgres.prepare()
    (postgres.folder / "PG_VERSION").write_text("12\n")
    with pytest.raises(ServerError, match=r"made by PostgreSQL 12, and .* 18"):
        postgres.start()


def test_why_a_server_cannot_start_is_said(postgres: Postgres) -> None:
    postgres.prepare()
    (postgres.folder / "postgresql.conf").write_text("no such setting")
    with pytest.raises(ServerError, match="syntax error in file"):
        postgres.start()


def test_a_long_path_has_its_sockets_elsewhere(tmp_path: Path, start: Start) -> None:
    folder = tmp_path / ("long" * 25)
    sockets = make_socket_folder(folder)
    assert not sockets.is_relative_to(folder)
    assert sockets.stat().st_mode & 0o777 == 0o700
    for server in (Postgres(folder / "postgres", sockets), Valkey(folder / "valkey", sockets)):
        start(server)
        write(server)
        assert read(server) == 42
        server.clean_up()
    sockets.rmdir()


def test_paths_have_sockets_of_their_own(tmp_path: Path) -> None:
    long = [tmp_path / (letter * 100) for letter in "ab"]
    assert len({socket_folder(path) for path in (tmp_path, *long)}) == 3


def test_a_socket_folder_that_somebody_else_laid_out_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = tmp_path / ("long" * 25)
    (tmp_path / "theirs").mkdir()
    socket_folder(folder).symlink_to(tmp_path / "theirs")
    with pytest.raises(ServerError, match="belongs to another user"):
        make_socket_folder(folder)


def test_data_stay_readable_where_user_namespaces_come_and_go(
    tmp_path: Path, postgres: Postgres, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only root needs namespaces, and is somebody else in PostgreSQL's eyes without them; others notice nothing."""
    tmp_path.chmod(0o700)
    start(postgres)
    write(postgres)
    forbidden = tmp_path / "unshare"
    forbidden.write_text("#!/bin/sh\nexit 1\n")
    forbidden.chmod(0o700)
    for path in (f"{tmp_path}:{os.environ['PATH']}", os.environ["PATH"]):
        monkeypatch.setenv("PATH", path)
        again = Postgres(postgres.folder, postgres.sockets)
        start(again)
        assert read(again) == 42
        if os.getuid() == 0 and str(tmp_path) in path:
            assert again.prefix[0] == "setpriv"
