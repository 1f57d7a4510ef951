"""What a program that ffmpeg's code was turned into could still do: read its file, write its folder, and nothing else.

Each thing is tried as root and as somebody without any rights, and none of it needs namespaces.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from catalog.media import sandbox
from catalog.media.confined import Limits, OverrunError, run
from catalog.media.tools import tool
from tests.left import left

ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65534
LIMITS = Limits(seconds=20, silent=20, memory=4 << 30, file=1 << 20)
# Says `did` where the thing could be done, and `refused` where the kernel did not let it.
SCRIPT = """
import encodings.idna, os, signal, socket, sys
sys.path.insert(0, {root!r})
from pathlib import Path
from catalog.media.sandbox import Sandbox
os.chdir({folder!r})
source = os.open({source!r}, os.O_RDONLY)
if {user}:
    os.setgroups([]); os.setgid({user}); os.setuid({user})
fence = Sandbox("/bin/sh", Path({folder!r}), [source])
child = os.fork()
if child == 0:
    if {fenced}:
        fence.enter()
    try:
        {attempt}
    except OSError as error:
        print("refused", error, flush=True)
    else:
        print("did", flush=True)
    os._exit(0)
os.waitpid(child, 0)
"""
REFUSED = {
    "read a file": "open({canary!r}).read()",
    "read the system's files": "open('/etc/hostname').read()",
    "list a folder": "os.listdir({outside!r})",
    "write a file": "open({outside!r} + '/new', 'w')",
    "change a file": "open({canary!r}, 'r+')",
    "empty a file": "os.truncate({canary!r}, 0)",
    "remove a file": "os.unlink({canary!r})",
    "move a file": "os.rename({canary!r}, 'moved')",
    "follow a link out": "os.readlink('there'); open('there').read()",
    "connect by TCP": "socket.create_connection(('127.0.0.1', 1))",
    "send by UDP": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "open a local socket": "socket.socketpair()",
    "see another's memory": "open(f'/proc/{{os.getppid()}}/mem', 'rb').read(1)",
    "see another's environment": "open(f'/proc/{{os.getppid()}}/environ', 'rb').read()",
    "end its parent": "os.kill(os.getppid(), signal.SIGTERM)",
    "run another program": "os.execv('/usr/bin/env', ['env'])",
}
ALLOWED = {
    "read its source": "open(f'/dev/fd/{{source}}').read()",
    "write its folder": "open('new', 'w').write('x'); os.rename('new', 'then'); open('then').read(); os.unlink('then')",
}


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder that everybody may read and write, with a file in it, beside the one that is the program's."""
    for name in ("outside", "inside"):
        (tmp_path / name).mkdir()
        (tmp_path / name).chmod(0o777)
    (tmp_path / "outside" / "canary").write_text("sings")
    (tmp_path / "outside" / "canary").chmod(0o666)
    (tmp_path / "source").write_text("a film")
    (tmp_path / "inside" / "there").symlink_to(tmp_path / "outside" / "canary")
    for folder in tmp_path.parents:
        if folder.is_relative_to("/tmp") and folder != Path("/tmp"):
            folder.chmod(folder.stat().st_mode | 0o055)
    tmp_path.chmod(0o755)
    return tmp_path / "outside"


def tried(attempt: str, outside: Path, *, user: int, fenced: bool = True) -> str:
    paths = {"canary": str(outside / "canary"), "outside": str(outside)}
    script = SCRIPT.format(
        root=str(ROOT),
        folder=str(outside.parent / "inside"),
        source=str(outside.parent / "source"),
        user=user,
        fenced=fenced,
        attempt=attempt.format(**paths),
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.stderr == ""
    return done.stdout


def users() -> list[int]:
    """0 is whoever runs the tests."""
    return [0, NOBODY] if os.geteuid() == 0 else [0]


@pytest.mark.skipif(bool(sandbox.missing()), reason=f"this system lacks {sandbox.missing()}")
@pytest.mark.parametrize("user", users())
def test_nothing_but_its_own_files_can_be_reached(outside: Path, user: int) -> None:
    for what, attempt in REFUSED.items():
        assert tried(attempt, outside, user=user).startswith("refused"), what
    for what, attempt in ALLOWED.items():
        assert tried(attempt, outside, user=user) == "did\n", what
    assert (outside / "canary").read_text() == "sings"
    # Without the fence these can be done, so it is the fence that refuses them.
    for what in ("read a file", "change a file", "follow a link out", "send by UDP", "open a local socket"):
        assert tried(REFUSED[what], outside, user=user, fenced=False) == "did\n", what


def test_ffmpeg_itself_reads_nothing_else_even_if_it_is_told_to(films: Path, clip: Path, tmp_path: Path) -> None:
    if sandbox.missing():
        pytest.skip(f"this system lacks {sandbox.missing()}")
    with clip.open("rb") as source:
        other = tmp_path.parent / "other.mp4"
        other.write_bytes(clip.read_bytes())
        for name, works in ((f"/dev/fd/{source.fileno()}", True), (str(other), False), ("http://127.0.0.1:1/", False)):
            command = [tool("ffmpeg"), "-nostdin", "-v", "error", "-i", name, "-f", "null", "-"]
            outcome = run(command, limits=LIMITS, folder=tmp_path, descriptors=[source.fileno()])
            assert (outcome.code == 0) == works, (name, outcome.complaints)
            assert works or re.search("Permission denied|Operation not permitted", "".join(outcome.complaints))


def test_a_source_without_a_name_is_read_all_the_same(films: Path, clip: Path, tmp_path: Path) -> None:
    """As uploads are, once they are put together."""
    with tempfile.TemporaryFile(dir=tmp_path) as unnamed:
        unnamed.write(clip.read_bytes())
        unnamed.flush()
        source = f"/dev/fd/{unnamed.fileno()}"
        command = [tool("ffprobe"), "-v", "error", "-show_entries", "format=nb_streams", source]
        outcome = run(command, limits=LIMITS, folder=tmp_path, descriptors=[unnamed.fileno()])
    assert "nb_streams=2" in outcome.output


def limits(**other: float) -> Limits:
    return Limits(**{"seconds": 20, "silent": 20, "memory": 4 << 30, "file": 1 << 20, **other})  # type: ignore[arg-type]


def sh(*words: str) -> list[str]:
    return ["/bin/sh", "-c", *words]


@pytest.mark.parametrize("which", ["seconds", "silent"])
def test_time_runs_out(tmp_path: Path, which: str) -> None:
    began = time.monotonic()
    with pytest.raises(OverrunError):
        run(sh("while :; do :; done"), limits=limits(**{which: 1}), folder=tmp_path)
    assert time.monotonic() - began < 15
    assert left(tmp_path) == []


def test_what_gets_on_has_time(tmp_path: Path) -> None:
    script = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); [ $((i % 20000)) = 0 ] && echo step; done"
    run(sh(script), limits=limits(silent=5), folder=tmp_path, on_line=lambda line: line == "step")


def test_files_and_words_have_a_most(tmp_path: Path) -> None:
    outcome = run(sh("while :; do echo 0123456789; done > full"), limits=limits(file=10_000), folder=tmp_path)
    assert outcome.code != 0
    assert (tmp_path / "full").stat().st_size == 10_000
    outcome = run(sh("i=0; while [ $i -lt 3000 ]; do i=$((i+1)); echo word >&2; done"), limits=LIMITS, folder=tmp_path)
    assert len(outcome.complaints) == 40


def test_it_has_nothing_of_ours(tmp_path: Path) -> None:
    os.environ["CANARY"] = "sings"
    outcome = run(sh("set"), limits=LIMITS, folder=tmp_path)
    assert "sings" not in outcome.output
    assert str(tmp_path) in outcome.output


def test_whatever_is_raised_nothing_is_left(tmp_path: Path) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(sh("while :; do :; done"), limits=LIMITS, folder=tmp_path, on_tick=stop)
    assert left(tmp_path) == []
