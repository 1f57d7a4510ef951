"""One process under the supervisor."""

import os
import re
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from netflixlike import processes
from netflixlike.runner.output import Log, Terminal

LONGEST_PAUSE = 30.0  # seconds before a child that keeps crashing is started again
STEADY = 60.0  # seconds of good work after which a crash counts as the first one again


def nothing() -> None:
    """What is done where nothing needs to be."""


@dataclass(frozen=True)
class Service:
    """What to run, how to see that it works, and how it ends."""

    name: str
    command: Sequence[str]
    ready: Callable[[], bool] | str  # a question to ask again and again, or a pattern among the lines it prints
    env: Mapping[str, str] | None = None
    cwd: Path | None = None
    before: Callable[[], None] = nothing
    after: Callable[[], None] = nothing
    # The second is sent when the first did not help. SIGKILL comes last in any case.
    stop_signals: Sequence[signal.Signals] = (signal.SIGTERM,)
    # Sent by the kernel when the supervisor was killed itself.
    dies_by: signal.Signals = signal.SIGTERM
    # A pattern of the lines that the terminal gets too. Until it is ready a process talks to its log alone: banners are
    # no news, and where the start fails, the last lines are shown with the failure.
    shown: str = ""


class Child:
    """A service's process, what it says, and how often it crashed."""

    def __init__(self, service: Service, log: Log, terminal: Terminal) -> None:
        self.service, self.log, self.terminal = service, log, terminal
        self.process: subprocess.Popen[bytes] | None = None
        self.output: IO[bytes] | None = None
        self.last_lines: deque[str] = deque(maxlen=15)
        self.partial = b""
        self.ready = False
        self.crashes = 0
        self.started = self.due = 0.0

    def start(self) -> None:
        """Starts the process, without waiting until it is ready."""
        service = self.service
        service.before()
        self.ready, self.partial, self.started = False, b"", time.monotonic()
        self.process = processes.spawn(
            service.command, env=service.env, cwd=service.cwd, dies_by=service.dies_by, output=subprocess.PIPE
        )
        self.output = self.process.stdout
        assert self.output is not None
        os.set_blocking(self.output.fileno(), False)

    def listen(self) -> None:
        """Takes in what the process has said."""
        if self.output is None:
            return
        data = self.output.read(65536)
        if data == b"":
            self._close_output()
        *lines, self.partial = re.split(rb"\r?\n|\r", self.partial + (data or b""))
        for line in lines:
            self._take(line.decode(errors="replace"))

    def _take(self, line: str) -> None:
        self.log.write(line)
        if line.strip():
            self.last_lines.append(line)
            if self.ready and re.search(self.service.shown, line):
                self.terminal.line(self.service.name, line)
        if isinstance(self.service.ready, str) and re.search(self.service.ready, line):
            self.ready = True

    def ask(self) -> bool:
        """True once it was seen to work."""
        if not self.ready and callable(self.service.ready) and self.process is not None:
            self.ready = self.service.ready()
        return self.ready

    def signal(self, step: int) -> None:
        """Sends the first (0) or second (1) of its stop signals, if it has one and is still there."""
        if self.process is not None and step < len(self.service.stop_signals):
            self.process.send_signal(self.service.stop_signals[step])

    def ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def bury(self) -> str:
        """Ends the process if it lives and everything it started, and says how it ended."""
        if self.process is None:
            return "not running"
        processes.kill_group(self.process)
        self.listen()
        if self.partial:
            self._take(self.partial.decode(errors="replace"))
        self._close_output()
        code, self.process = self.process.returncode, None
        self.service.after()
        return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"

    def plan_restart(self) -> float:
        """Counts a crash and returns the seconds until the next start."""
        now = time.monotonic()
        self.crashes = 1 if self.ready and now - self.started > STEADY else self.crashes + 1
        pause = min(2.0 ** (self.crashes - 1), LONGEST_PAUSE)
        self.due = now + pause
        return pause

    def story(self) -> str:
        """What it said last, for the person who has to mend it."""
        said = "\n".join(f"    {line}" for line in self.last_lines) or "    (nothing)"
        return f"Its last lines, of {self.log.path}:\n{said}"

    def _close_output(self) -> None:
        if self.output is not None:
            with suppress(OSError):
                self.output.close()
            self.output = None
