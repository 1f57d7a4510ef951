"""One parent that owns every process of the site.

Why our own: nothing may be left when the site is down, also when the parent is killed; a worker must not start before
its broker answers, and the database stops last. The kept process managers each lack a part of that. honcho and its
like stop everything when one child ends. supervisord and circus restart, but know no readiness, are daemons with a
control socket beside them, and leave their children behind when they are killed. Hence one parent with one thread and
no state outside itself, which the kernel ends the children with.
"""

import select
import signal
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from netflixlike import processes
from netflixlike.runner.child import Child, Service
from netflixlike.runner.output import Log, Terminal

TICK = 0.1  # seconds between two looks at the children


class Stop(Exception):  # noqa: N818  no error
    """Somebody asked for the end."""


class Failed(Exception):  # noqa: N818
    """A process did not get ready; the message says which one, and what it said last."""


class Supervisor:
    """Starts services group by group, keeps them running, and stops them in the reverse order."""

    def __init__(self, log_folder: Path, terminal: Terminal) -> None:
        self.log_folder, self.terminal = log_folder, terminal
        self.groups: list[list[Child]] = []
        self.asked = False
        processes.adopt_orphans()

    def obey_signals(self) -> None:
        """Takes Ctrl-C, a plain kill and the end of the terminal as the wish to stop."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask)

    def _ask(self, *_: Any) -> None:
        # A flag and not an exception, which could come between the birth of a process and its entry in our list.
        self.asked = True

    @property
    def children(self) -> list[Child]:
        return [child for group in self.groups for child in group]

    def start(self, *services: Service, patience: float = 120) -> None:
        """Starts a group side by side and waits until all of it is ready."""
        group = [Child(service, Log(self.log_folder / f"{service.name}.log"), self.terminal) for service in services]
        self.groups.append(group)
        deadline = time.monotonic() + patience
        for child in group:
            child.start()
        while not all(child.ask() for child in group):
            self._look()
            for child in group:
                if child.ended():
                    raise Failed(f"{child.service.name} could not start ({child.bury()}). {child.story()}")
                if not child.ready and time.monotonic() > deadline:
                    raise Failed(f"{child.service.name} was not ready after {patience:.0f} s. {child.story()}")

    def run(self, command: Sequence[str], env: Mapping[str, str], cwd: Path) -> int:
        """Runs one command to its end, on the terminal itself, where it can draw its progress. Returns its code."""
        process = processes.spawn(command, env=env, cwd=cwd, dies_by=signal.SIGKILL)
        try:
            while process.poll() is None:
                self._look()
        finally:
            processes.stop(process, patience=2)
        return process.returncode

    def watch(self) -> None:
        """Keeps everything running until somebody asks for the end."""
        while True:
            self.turn()

    def turn(self) -> None:
        """One look at all children, with what follows from it."""
        self._look()
        for child in self.children:
            if child.process is None:
                if time.monotonic() > child.due:
                    self._restart(child)
            elif child.ended():
                self._mourn(child)
            elif not child.ready and child.ask():
                self.terminal.line(child.service.name, "is back")

    def stop(self, seconds: float = 9) -> None:
        """Stops all groups within so many seconds; what does not end by itself is killed."""
        self.terminal.listens = False  # farewells and broken connections are for the logs
        end = time.monotonic() + seconds
        while self.groups:
            # Whatever time this group does not need goes to those that stop after it, for which a second is kept each.
            self._stop_group(self.groups[-1], end - time.monotonic() - len(self.groups[:-1]))
            self.groups.pop()

    def _stop_group(self, group: Sequence[Child], seconds: float) -> None:
        for step in (0, 1):
            deadline = time.monotonic() + seconds / 2
            for child in group:
                child.signal(step)
            while time.monotonic() < deadline and not all(child.ended() for child in group):
                self._listen()
        for child in group:
            child.bury()
            child.log.close()

    def _look(self) -> None:
        self._listen()
        if self.asked:
            raise Stop

    def _listen(self) -> None:
        """Waits a moment for what the children have to say, and passes it on."""
        speakers = {child.output: child for child in self.children if child.output is not None}
        for output in select.select(list(speakers), [], [], TICK)[0]:
            speakers[output].listen()

    def _mourn(self, child: Child) -> None:
        was_ready, how = child.ready, child.bury()
        self.terminal.line(child.service.name, f"ended ({how}) and is started again in {child.plan_restart():.0f} s")
        if not was_ready:
            self.terminal.write(f"{child.story()}\n")

    def _restart(self, child: Child) -> None:
        try:
            child.start()
        except Exception as error:  # noqa: BLE001  whatever is in its way now may be gone at the next try
            pause = child.plan_restart()
            self.terminal.line(child.service.name, f"could not be started ({error}); next try in {pause:.0f} s")
