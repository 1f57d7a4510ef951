"""Starting and stopping one process so that nothing of it is left behind."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent(number: int) -> None:
    """Has the kernel send this process a signal once its parent is gone, however the parent went. Linux only.

    The signal comes when the *thread* that made this process ends: whoever uses this starts children from a thread
    that lives as long as they shall.
    """
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, number)


def adopt_orphans() -> None:
    """Has the children of our dead children become ours, so that we see the last of them too. Linux only."""
    if _libc is not None:
        _libc.prctl(PR_SET_CHILD_SUBREAPER, 1)


def spawn(
    command: Sequence[str | Path],
    *,
    dies_by: int = signal.SIGTERM,
    env: Mapping[str, str] | None = None,
    output: int | IO[bytes] | None = None,
    cwd: Path | None = None,
) -> "subprocess.Popen[bytes]":
    """Starts a process in a session of its own, out of reach of the terminal's Ctrl-C, which its parent handles."""
    parent = os.getpid()

    def become() -> None:
        die_with_parent(dies_by)
        if os.getppid() != parent:  # the parent died before the kernel was told
            os._exit(1)

    return subprocess.Popen(
        command,
        env=env,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        start_new_session=True,
        preexec_fn=become,  # noqa: PLW1509  two system calls, no lock that another thread could hold
    )


def stop(process: "subprocess.Popen[bytes]", number: int = signal.SIGTERM, patience: float = 8) -> None:
    """Asks with a signal, waits, and then kills the process with all that it started."""
    if process.poll() is None:
        process.send_signal(number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    kill_group(process)


def kill_group(process: "subprocess.Popen[bytes]") -> None:
    """Kills a process made by `spawn` with all that it started, whether or not it is still alive itself."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    _bury_group(process.pid)


def _bury_group(group: int, patience: float = 2) -> None:
    """Waits for the rest of a killed group, where we have adopted it: only then is it really gone."""
    deadline = time.monotonic() + patience
    with suppress(ChildProcessError):
        while time.monotonic() < deadline:
            if os.waitpid(-group, os.WNOHANG) == (0, 0):
                time.sleep(0.005)


def end_marked(name: str, value: str) -> None:
    """Kills other processes that have this variable in their environment: what outlived an earlier run. Linux only."""
    mark = os.fsencode(f"{name}={value}")
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if int(entry.name) != os.getpid() and mark in (entry / "environ").read_bytes().split(b"\0"):
                os.kill(int(entry.name), signal.SIGKILL)
