"""Where the words of the processes go: the terminal and one file for each of them."""

import os
import select
import sys
from contextlib import suppress
from pathlib import Path

COLOURS = {"web": 32, "worker": 36, "trainer": 35, "beat": 34, "postgres": 33, "valkey": 31}
KEPT = 3  # older log files


class Terminal:
    """Standard output, which may be slow, blocked or gone without holding up anything else."""

    def __init__(self, fd: int = 1) -> None:
        self.fd = fd
        self.colourful = os.isatty(fd) and "NO_COLOR" not in os.environ
        self.blocked = False
        self.listens = True  # to the processes, that is
        self.encoding = sys.stdout.encoding or "utf-8"

    def line(self, name: str, text: str) -> None:
        """One line of a process, led by its name."""
        if not self.listens:
            return
        name = f"{name:<8} |"
        if self.colourful:
            name = f"\033[{COLOURS.get(name.split()[0], 37)}m{name}\033[0m"
        self.write(f"{name} {text}\n")

    def write(self, text: str) -> None:
        """Writes what fits; what a blocked terminal does not take within a moment is in the log files only."""
        data = text.encode(self.encoding, errors="replace")
        with suppress(OSError, ValueError):
            while data and self._takes_more():
                data = data[os.write(self.fd, data[: select.PIPE_BUF]) :]

    def _takes_more(self) -> bool:
        # Waited for once, and not again for each line until it moves.
        self.blocked = not select.select([], [self.fd], [], 0 if self.blocked else 0.2)[1]
        return not self.blocked

    def bold(self, text: str) -> str:
        return f"\033[1m{text}\033[0m" if self.colourful else text


class Log:
    """A file that starts anew with each run and when it gets large, the last few kept as `.1` to `.3`."""

    def __init__(self, path: Path, largest: int = 20_000_000) -> None:
        self.path, self.largest = path, largest
        path.parent.mkdir(parents=True, exist_ok=True)
        self._open_new()

    def _open_new(self) -> None:
        for number in range(KEPT, 0, -1):
            older = self.path if number == 1 else self.path.with_name(f"{self.path.name}.{number - 1}")
            with suppress(FileNotFoundError):
                older.rename(self.path.with_name(f"{self.path.name}.{number}"))
        self.file = self.path.open("w", encoding="utf-8", errors="replace", buffering=1)

    def write(self, line: str) -> None:
        """A full disk loses lines of the log and nothing else."""
        with suppress(OSError):
            self.file.write(f"{line}\n")
            if self.file.tell() > self.largest:
                self.close()
                self._open_new()

    def close(self) -> None:
        with suppress(OSError):
            self.file.close()
