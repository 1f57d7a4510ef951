"""A whole site to measure: `python -m netflixlike.run` on a data folder of its own, as anybody would start it."""

import gzip
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import psycopg

from netflixlike.embedded import Postgres, socket_folder
from netflixlike.runner import services

ROOT = Path(__file__).resolve().parents[2]
IDLE = 5.0  # seconds
STARTED = re.compile(r"runs at \S*?(http://\S+?)(?:\x1b\S*)?\s")


@dataclass
class Running:
    """The site's address, what it said while it started, and its database."""

    url: str
    said: str
    data_dir: Path

    def database(self) -> "psycopg.Connection[Any]":
        """A connection that sees each commit at once."""
        postgres = Postgres(self.data_dir / "postgres", socket_folder(self.data_dir))
        return psycopg.connect(postgres.url(), autocommit=True)

    def device(self, email: str, password: str) -> tuple[dict[str, str], str]:
        """Headers of a device that logged in to the API, and the path of its first profile's home."""
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=30)
        body = json.dumps({"email": email, "password": password})
        connection.request("POST", "/api/v1/log-in", body, {"Content-Type": "application/json"})
        session = json.loads(connection.getresponse().read())
        headers = {"Authorization": f"Bearer {session['token']}", "Accept-Encoding": "gzip"}
        return headers, f"/api/v1/profiles/{session['profiles'][0]['id']}/home"

    def crowd(self, profiles: int, clients: int) -> list[dict[str, Any]]:
        """Fills the site with so many profiles; what browser and device of some of them send: see tests.bench.crowd."""
        told = self.run("tests.bench.crowd", f"--profiles={profiles}", f"--clients={clients}", output=subprocess.PIPE)
        found: list[dict[str, Any]] = json.loads(told)
        return found

    def run(self, module: str, *options: str, output: int | None = None) -> str:
        """A program of ours in a process of its own, on the site's data."""
        env = {**os.environ, "DATA_DIR": str(self.data_dir), "SITE_URL": self.url, **services.LEAN}
        command = [sys.executable, "-m", module, *options]
        return subprocess.run(command, cwd=ROOT, env=env, stdout=output, check=True, text=True).stdout

    def seconds(self, step: str) -> float:
        """How long a step of the first start took, as the site itself said; NaN where it said nothing."""
        found = re.search(rf"{step}.*\((?:[\w ]*?)([\d.]+) s\)", self.said)
        return float(found[1]) if found else float("nan")


@contextmanager
def running(data_dir: Path) -> Iterator[Running]:
    """Starts the site, shows what it says, and stops it at the end."""
    env = {**os.environ, "DATA_DIR": str(data_dir), "DEMO": "1"}
    command = [sys.executable, "-m", "netflixlike.run", "--with-parent"]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield _wait(process, data_dir)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)


def _wait(process: "subprocess.Popen[str]", data_dir: Path) -> Running:
    said = ""
    assert process.stdout is not None
    for line in process.stdout:
        said += line
        print(f"    {line.rstrip()}", flush=True)
        if found := STARTED.search(line):
            return Running(found[1], said, data_dir)
    raise SystemExit("The site did not start.")


class Browser:
    """One signed-in person with a connection that is kept open; every answer is read to its end."""

    def __init__(self, url: str, email: str, password: str) -> None:
        self.connection = HTTPConnection(urlsplit(url).netloc, timeout=30)
        self.asked_at = time.monotonic()
        self.cookies: dict[str, str] = {}
        self.answered: Message = Message()  # headers of the last answer
        self.origin = url
        self.get("/sign-in/")
        status, _ = self.post("/sign-in/", username=email, password=password)
        assert status == 302, f"{email} could not sign in: {status}"

    @property
    def headers(self) -> dict[str, str]:
        """What identifies the person."""
        return {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Accept-Encoding": "gzip"}

    def get(self, path: str) -> tuple[int, bytes]:
        return self._ask("GET", path)

    def post(self, path: str, **fields: object) -> tuple[int, bytes]:
        """As a form of the site does."""
        body = urlencode({**fields, "csrfmiddlewaretoken": self.cookies["csrftoken"]})
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def _ask(self, method: str, path: str, body: str = "", more: dict[str, str] | None = None) -> tuple[int, bytes]:
        if time.monotonic() - self.asked_at > IDLE:  # the server may have closed it meanwhile
            self.connection.close()
        self.connection.request(method, path, body, {**self.headers, "Origin": self.origin, **(more or {})})
        self.asked_at = time.monotonic()
        answer = self.connection.getresponse()
        data, self.answered = answer.read(), answer.headers
        if answer.headers.get("Content-Encoding") == "gzip":
            data = gzip.decompress(data)
        for header in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return answer.status, data
