"""Runs ffmpeg and ffprobe on files that nobody vouches for: shut in, within limits, and never left behind."""

import ctypes
import os
import resource
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from catalog.media.sandbox import Sandbox

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
TICK = 0.5  # seconds between two looks at a program that says nothing
NICENESS = 10  # others come first; on a machine that never rests, a tenth is left
SAID = 8 * 1024 * 1024  # bytes of standard output that are kept
COMPLAINTS = 40  # last lines of standard error that are kept


class OverrunError(Exception):
    """A program was ended because it took more than it was given; `what` is time or room."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True)
class Limits:
    """What a program may take: seconds by the clock and without a word, bytes of memory, bytes of one file."""

    seconds: float
    silent: float
    memory: int
    file: int


@dataclass(frozen=True)
class Outcome:
    """How a program ended."""

    code: int
    output: str
    complaints: list[str]


def run(
    command: Sequence[str],
    *,
    limits: Limits,
    folder: Path,
    descriptors: Sequence[int] = (),
    on_line: Callable[[str], bool] | None = None,
    on_tick: Callable[[], None] | None = None,
) -> Outcome:
    """Run a program in a folder. `on_line` is given each line that it says, and tells whether the line shows that it
    gets on; `on_tick` is called twice a second.

    Raises OverrunError when it takes too long. Whatever is raised here or by the two, the program is gone afterwards.
    """
    sandbox = Sandbox(command[0], folder, descriptors)
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # Nothing of ours: no passwords in addresses of databases, no proxies, no settings of the program's.
            env={"PATH": os.defpath, "LC_ALL": "C", "HOME": str(folder), "TMPDIR": str(folder)},
            pass_fds=tuple(descriptors),
            start_new_session=True,
            preexec_fn=_become_confined(limits, sandbox, os.getpid()),  # noqa: PLW1509  system calls only, no locks
        )
    finally:
        sandbox.close()
    listener = _Listener(process, on_line)
    try:
        _attend(process, listener, limits, on_tick)
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        listener.close()
    return Outcome(process.returncode, listener.output(), list(listener.complaints))


def _attend(
    process: "subprocess.Popen[bytes]",
    listener: "_Listener",
    limits: Limits,
    on_tick: Callable[[], None] | None,
) -> None:
    begun = ticked = time.monotonic()
    while listener.is_open or process.poll() is None:
        listener.listen(TICK)
        now = time.monotonic()
        if now - begun > limits.seconds or now - listener.moved > limits.silent:
            raise OverrunError("time")
        if on_tick and now - ticked >= TICK:
            ticked = now
            on_tick()


class _Listener:
    """What a program says, without ever waiting for one of its two outputs while it waits for the other."""

    def __init__(self, process: "subprocess.Popen[bytes]", on_line: Callable[[str], bool] | None) -> None:
        self.on_line, self.complaints = on_line, deque[str](maxlen=COMPLAINTS)
        self.moved = time.monotonic()
        self._said: list[bytes] = []
        self._length = 0
        self._rest = {1: b"", 2: b""}
        self._selector = selectors.DefaultSelector()
        assert process.stdout
        assert process.stderr
        self._streams = (process.stdout, process.stderr)
        for number, stream in enumerate(self._streams, start=1):
            self._selector.register(stream, selectors.EVENT_READ, number)

    @property
    def is_open(self) -> bool:
        return bool(self._selector.get_map())

    def listen(self, seconds: float) -> None:
        if not self.is_open:
            time.sleep(seconds / 10)
        for key, _ in self._selector.select(seconds):
            data = os.read(key.fd, 65536)
            if not data:
                self._selector.unregister(key.fileobj)
            elif key.data == 1:
                self._hear(data)
            else:
                self._complain(data)

    def _hear(self, data: bytes) -> None:
        if self._length < SAID:
            self._said.append(data)
            self._length += len(data)
        *lines, self._rest[1] = (self._rest[1] + data).split(b"\n")
        got_on = [self.on_line is None or self.on_line(line.decode(errors="replace")) for line in lines]
        if any(got_on):
            self.moved = time.monotonic()

    def _complain(self, data: bytes) -> None:
        *lines, rest = (self._rest[2] + data).split(b"\n")
        self._rest[2] = rest[-4096:]
        self.complaints.extend(line.decode(errors="replace")[:500] for line in lines if line.strip())

    def output(self) -> str:
        return b"".join(self._said).decode(errors="replace")

    def close(self) -> None:
        self._selector.close()
        for stream in self._streams:
            stream.close()


def _step_back() -> None:
    """Let everything else of this machine come first."""
    os.setpriority(os.PRIO_PROCESS, 0, max(NICENESS, os.getpriority(os.PRIO_PROCESS, 0)))
    # Where Linux shares the processors between sessions, niceness counts within this one alone; this is its own.
    with suppress(OSError):
        group = os.open("/proc/self/autogroup", os.O_WRONLY)
        os.write(group, b"%d" % NICENESS)
        os.close(group)


def _become_confined(limits: Limits, sandbox: Sandbox, parent: int) -> Callable[[], None]:
    def become() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent:  # the worker died before the kernel was told
                os._exit(1)
        _step_back()
        for what, most in (
            (resource.RLIMIT_AS, limits.memory),
            (resource.RLIMIT_FSIZE, limits.file),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_NOFILE, 256),
        ):
            with suppress(ValueError, OSError):  # a system that does not know or allow this one
                resource.setrlimit(what, (most, most))
        sandbox.enter()

    return become
