"""A silent hole in the network between worker and Valkey: no error, no end, just nothing any more."""

import selectors
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from netflixlike.runner import services
from tests.factories import make_profile, make_titles, watch
from tests.faults.conftest import page_is_current, wait_until
from tests.live import live_env, running
from tests.servers import Running


class Cable:
    """Carries bytes between a socket of its own and Valkey's. Cut, it goes on taking them and delivers none."""

    def __init__(self, path: Path, target: str) -> None:
        self.path, self.target = path, target
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(path))
        self.listener.listen(64)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.listener, selectors.EVENT_READ, None)
        self.others: dict[socket.socket, socket.socket] = {}
        self.dead: set[socket.socket] = set()
        self.cut, self.ended = False, False
        self.thread = threading.Thread(target=self._carry, daemon=True)
        self.thread.start()

    def cut_through(self) -> None:
        """Every connection there is goes silent for good, and new ones do while this lasts."""
        self.cut = True
        self.dead |= set(self.others)

    def mend(self) -> None:
        """New connections work; those from before stay silent, as they do when a router forgot them."""
        self.dead |= set(self.others)
        self.cut = False

    def end(self) -> None:
        self.ended = True
        self.thread.join(5)
        for end in [*self.others, self.listener]:
            end.close()
        self.selector.close()

    def _carry(self) -> None:
        while not self.ended:
            for key, _ in self.selector.select(0.1):
                if key.fileobj is self.listener:
                    self._accept()
                else:
                    self._pass_on(key.fileobj)  # type: ignore[arg-type]

    def _accept(self) -> None:
        near, _ = self.listener.accept()
        far = socket.socket(socket.AF_UNIX)
        far.connect(self.target)
        for one, other in ((near, far), (far, near)):
            self.others[one] = other
            self.selector.register(one, selectors.EVENT_READ, None)
            if self.cut:
                self.dead.add(one)

    def _pass_on(self, end: socket.socket) -> None:
        try:
            data = end.recv(65536)
            if end not in self.dead and data:
                self.others[end].sendall(data)
        except ConnectionError:  # one of its ends went, with something still unread
            data = b""
        if not data:
            self.selector.unregister(end)
            if end not in self.dead:
                with suppress(OSError):  # the other end went first
                    self.others[end].shutdown(socket.SHUT_WR)


@pytest.fixture
def cable(valkey: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cable]:
    target = valkey.server.url().removeprefix("unix://")
    cable = Cable(Path(target).with_name("cable.sock"), target)
    yield cable
    cable.end()
    cable.path.unlink()


@pytest.mark.slow  # waits for what others' clients notice, half a minute mostly
def test_a_worker_comes_back_from_a_silent_hole_within_two_minutes(
    cable: Cable, tmp_path: Path, beat: "subprocess.Popen[bytes]"
) -> None:
    make_titles(12, "Horror")
    profile = make_profile()
    env = live_env(REDIS_URL=f"unix://{cable.path}")
    with running(services.worker(env, "far", "refresh"), tmp_path / "log") as child:
        watch(profile, make_titles(1)[0])
        wait_until(lambda: page_is_current(profile), 20, "the worker works through the cable")
        cable.cut_through()
        watch(profile, make_titles(1)[0])
        with pytest.raises(AssertionError):
            wait_until(lambda: page_is_current(profile), 5, "nothing gets through")
        cable.mend()
        took = wait_until(lambda: page_is_current(profile), 120, "the worker is back")
        assert child.process is not None
        assert child.process.poll() is None
    print(f"back after {took:.0f} s")
