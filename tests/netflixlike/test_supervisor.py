"""The supervisor with real processes and real signals."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from netflixlike.runner.child import Child, Service
from netflixlike.runner.output import KEPT, Log, Terminal
from netflixlike.runner.supervisor import Failed, Supervisor
from tests.left import left

HERE = Path(__file__).resolve().parents[2]
# A child with a child of its own, as web server and workers have; both name the folder on their command line.
FAMILY = (
    "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(1000)', "
    "*sys.argv[1:]]); print('here', flush=True); time.sleep(1000)"
)
STUBBORN = "import signal; [signal.signal(n, signal.SIG_IGN) for n in (2, 3, 15)]; " + FAMILY
# A whole run: two groups of such families, until a signal comes.
RUN = """
import sys
from pathlib import Path
from netflixlike.runner.child import Service
from netflixlike.runner.output import Terminal
from netflixlike.runner.supervisor import Stop, Supervisor
folder, *codes = sys.argv[1:]
supervisor = Supervisor(Path(folder) / "log", Terminal())
supervisor.obey_signals()
try:
    for number, code in enumerate(codes):
        supervisor.start(Service(f"family{number}", [sys.executable, "-c", code, folder], "here"))
    print("all here", flush=True)
    supervisor.watch()
except Stop:
    pass
finally:
    supervisor.stop(4)
"""


@pytest.fixture
def terminal() -> Iterator[tuple[Terminal, Callable[[], str]]]:
    """A terminal, and what was written to it so far."""
    read, write = os.pipe()
    os.set_blocking(read, False)
    said = bytearray()

    def text() -> str:
        with suppress(BlockingIOError):
            said.extend(os.read(read, 65536))
        return said.decode()

    yield Terminal(write), text
    os.close(read)
    os.close(write)


@pytest.fixture
def supervisor(tmp_path: Path, terminal: tuple[Terminal, Callable[[], str]]) -> Iterator[Supervisor]:
    supervisor = Supervisor(tmp_path / "log", terminal[0])
    yield supervisor
    supervisor.stop(2)


def python(name: str, code: str, *arguments: str, ready: str = "here") -> Service:
    return Service(name, [sys.executable, "-u", "-c", code, *arguments], ready)


def watch(supervisor: Supervisor, until: Callable[[], bool], seconds: float = 10) -> None:
    """Lets it work until something is so."""
    deadline = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < deadline, "it did not come to pass"
        supervisor.turn()


def run(folder: Path, *codes: str) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen([sys.executable, "-c", RUN, folder, *codes], cwd=HERE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout as output:
        assert output.readline() == b"all here\n"
    return process


def alive(child: Child) -> bool:
    return child.process is not None and not child.ended()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_wish_to_stop_leaves_no_process(number: signal.Signals, tmp_path: Path) -> None:
    process = run(tmp_path, FAMILY, FAMILY)
    assert len(left(tmp_path)) == 5
    process.send_signal(number)
    assert process.wait(5) == 0
    assert left(tmp_path) == []


def test_who_does_not_listen_is_killed_in_time(tmp_path: Path) -> None:
    process = run(tmp_path, STUBBORN, FAMILY)
    process.send_signal(signal.SIGTERM)
    assert process.wait(6) == 0
    assert left(tmp_path) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent was killed")
def test_the_death_of_the_supervisor_ends_its_children(tmp_path: Path) -> None:
    process = run(tmp_path, FAMILY, FAMILY)
    children = [pid for pid in left(tmp_path) if parent(pid) == process.pid]
    assert len(children) == 2
    process.kill()
    process.wait(5)
    deadline = time.monotonic() + 5
    while set(children) & set(left(tmp_path)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not set(children) & set(left(tmp_path))
    for pid in left(tmp_path):  # grandchildren are their parents' business; ours have none
        os.kill(pid, signal.SIGKILL)


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def test_a_crashed_child_is_started_again(supervisor: Supervisor, terminal: tuple[Terminal, Callable[[], str]]) -> None:
    supervisor.start(python("family", FAMILY))
    (child,) = supervisor.children
    assert child.process is not None
    first = child.process.pid
    os.kill(first, signal.SIGKILL)
    watch(supervisor, lambda: alive(child) and child.ready and child.process is not None and child.process.pid != first)
    assert "family   | ended (killed by SIGKILL) and is started again in 1 s" in terminal[1]()


def test_the_family_of_a_crashed_child_goes_with_it(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.start(python("family", FAMILY, str(tmp_path)))
    (child,) = supervisor.children
    assert len(left(tmp_path)) == 2
    assert child.process is not None
    os.kill(child.process.pid, signal.SIGKILL)
    watch(supervisor, lambda: child.process is None)
    assert left(tmp_path) == []


def test_the_pause_before_a_restart_grows_and_has_an_end(supervisor: Supervisor) -> None:
    supervisor.start(python("family", FAMILY))
    (child,) = supervisor.children
    assert [child.plan_restart() for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]


def test_good_work_makes_up_for_earlier_crashes(supervisor: Supervisor) -> None:
    supervisor.start(python("family", FAMILY))
    (child,) = supervisor.children
    child.crashes, child.started = 5, time.monotonic() - 3600
    assert child.plan_restart() == 1


def test_why_a_child_cannot_start_is_said(supervisor: Supervisor, tmp_path: Path) -> None:
    code = "print('port taken'); raise SystemExit(3)"
    with pytest.raises(Failed, match=r"web could not start \(exit code 3\)[^\0]*web.log:\n    port taken"):
        supervisor.start(python("web", code))


def test_a_child_that_never_gets_ready_is_given_up(supervisor: Supervisor) -> None:
    code = "import time; print('thinking'); time.sleep(1000)"
    with pytest.raises(Failed, match=r"web was not ready after 1 s[^\0]*thinking"):
        supervisor.start(python("web", code), patience=1)


def test_a_command_that_is_not_there_is_an_error_of_its_own(supervisor: Supervisor) -> None:
    with pytest.raises(FileNotFoundError):
        supervisor.start(Service("web", ["/no/such/program"], "here"))


def test_lines_go_to_the_log_and_after_the_start_to_the_terminal(
    supervisor: Supervisor, terminal: tuple[Terminal, Callable[[], str]], tmp_path: Path
) -> None:
    code = (
        "import time; print('banner\\nhere'); [print(f'line {n}\\r', flush=True) for n in range(3)]; time.sleep(1000)"
    )
    supervisor.start(python("web", code))
    watch(supervisor, lambda: "line 2" in terminal[1]())
    assert terminal[1]().splitlines()[-3:] == ["web      | line 0", "web      | line 1", "web      | line 2"]
    assert "banner" not in terminal[1]()
    assert (tmp_path / "log" / "web.log").read_text().splitlines()[:2] == ["banner", "here"]


def test_a_child_that_talks_without_end_hinders_nothing(supervisor: Supervisor) -> None:
    code = "import time\nprint('here')\nwhile True: print('x' * 1000)"
    supervisor.start(python("web", code))
    begin = time.monotonic()
    for _ in range(20):
        supervisor.turn()
    supervisor.stop(4)
    assert time.monotonic() - begin < 6


def test_a_blocked_terminal_hinders_nothing(tmp_path: Path) -> None:
    read, write = os.pipe()
    begin = time.monotonic()
    terminal = Terminal(write)
    for _ in range(5):
        terminal.write("x" * 40_000)
    assert time.monotonic() - begin < 5
    os.close(read)
    terminal.write("nobody is there any more")
    os.close(write)


def test_old_logs_are_kept_for_a_while(tmp_path: Path) -> None:
    for number in range(KEPT + 2):
        log = Log(tmp_path / "web.log")
        log.write(f"run {number}")
        log.close()
    assert (tmp_path / "web.log").read_text() == f"run {KEPT + 1}\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["web.log", "web.log.1", "web.log.2", "web.log.3"]
    assert (tmp_path / "web.log.3").read_text() == "run 1\n"


def test_a_log_that_grew_large_starts_anew(tmp_path: Path) -> None:
    log = Log(tmp_path / "web.log", largest=100)
    for _ in range(10):
        log.write("x" * 30)
    log.close()
    assert all(path.stat().st_size < 200 for path in tmp_path.iterdir())
    assert len(list(tmp_path.iterdir())) > 1
