"""A viewer's data on a running site: how soon a choice shows, how long taking along, bringing and erasing take.

Part of `make bench`. An account of its own gets a hundred thousand events by SQL, and asks by the API as devices do.
"""

import csv
import io
import json
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.bench.load import percentile
from tests.bench.site import Running

EMAIL, PASSWORD, NAME = "bench@example.org", "a long pass phrase", "Bench"
EVENTS, ROWS, DUPLICATES, OTHER_YEAR = 100_000, 10_000, 500, 7
PATIENCE = 120  # seconds
IDLE = 2  # seconds after which a connection is not trusted any more
EVERYTHING = {"personalised": True, "uses_plays": True, "keeps_searches": True, "keeps_impressions": True}
FILL = [
    """INSERT INTO accounts_play
           (profile_id, title_id, position, duration, device, "row", session, page_view, happened_at)
       SELECT %(profile)s, f.id, g %% 6000, 6000, 'tv', 'top_picks', gen_random_uuid(), gen_random_uuid(),
              now() - g * interval '1 minute'
       FROM generate_series(1, %(events)s * 6 / 10) AS g JOIN films f ON f.n = g %% (SELECT count(*) FROM films)""",
    """INSERT INTO accounts_watchstate (profile_id, title_id, position, duration, furthest, plays, first_at, last_at)
       SELECT %(profile)s, f.id, 5900, 6000, 0.98, 1, now() - interval '9 days', now() - f.n * interval '1 minute'
       FROM films f WHERE f.n < 500""",
    """INSERT INTO accounts_searchquery (profile_id, text, results, found, searched_at)
       SELECT %(profile)s, 'words ' || g, 3, '{1,2,3}', now() - g * interval '1 minute'
       FROM generate_series(1, %(events)s / 10) AS g""",
    """INSERT INTO accounts_impression
           (profile_id, title_id, "row", row_place, place, page, page_view, day, shown_at, arm)
       SELECT %(profile)s, f.id, 'popular', 1, 1, '1', gen_random_uuid(), (now() AT TIME ZONE 'UTC')::date, now(), ''
       FROM generate_series(1, %(events)s * 3 / 10) AS g JOIN films f ON f.n = g %% (SELECT count(*) FROM films)""",
]
FILMS = """CREATE TEMPORARY TABLE films AS SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM catalog_title
WHERE kind = 'film'"""
HELD = [f"accounts_{kind}" for kind in ("play", "watchstate", "searchquery", "impression", "historyimport", "consent")]


class Device:
    """A device of a new account; every answer is read to its end."""

    def __init__(self, url: str) -> None:
        self.connection = HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE)
        self.headers: dict[str, str] = {}
        self.asked = 0.0
        body = {"email": EMAIL, "password": PASSWORD, "profile_name": NAME, "choices": EVERYTHING}
        session = self.ask("POST", "/sign-up", body)
        self.headers["Authorization"] = f"Bearer {session['token']}"
        self.profile = session["profiles"][0]["id"]

    def ask(self, method: str, path: str, body: Any = None, kind: str = "application/json") -> Any:
        """The JSON of an answer, or its bytes; `state` is what home said of itself."""
        if time.monotonic() > self.asked + IDLE:
            self.connection.close()  # the server has; the next request opens another
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body)
        self.connection.request(method, f"/api/v1{path}", data, {**self.headers, "Content-Type": kind})
        answer = self.connection.getresponse()
        raw, self.state = answer.read(), answer.headers.get("Page-State", "")
        self.asked = time.monotonic()
        assert answer.status < 400, (method, path, answer.status, raw[:300])
        return json.loads(raw) if "json" in answer.headers.get("Content-Type", "") else raw

    @property
    def me(self) -> str:
        return f"/profiles/{self.profile}"

    def wait(self, path: str, *states: str) -> tuple[Any, float]:
        """Asks until a job is in one of these states; the job, and how many seconds that took."""
        began = time.perf_counter()
        while (job := self.ask("GET", path))["state"] not in states:
            assert time.perf_counter() - began < PATIENCE, job
            time.sleep(0.1)
        return job, time.perf_counter() - began


def measure(site: Running, trials: int) -> None:
    """Prints the figures as they come."""
    device = Device(site.url)
    with site.database() as database:
        _have_today(device, database)
        database.execute(FILMS)
        for statement in FILL:
            database.execute(statement, {"profile": device.profile, "events": EVENTS})
        database.execute("ANALYZE")
        _choices(device, min(trials, 100))
        print(f"\nThe data of an account with {EVENTS:,} events")
        _export(site, device)
        _import(device, database)
        _erase(device, database)


def _have_today(device: Device, database: Any) -> None:
    """An impression that was written has made the part of the table that today's are in."""
    title = database.execute("SELECT id FROM catalog_title WHERE kind = 'film' LIMIT 1").fetchone()[0]
    shown = [{"title": title, "row": "popular", "row_place": 1, "place": 0}]
    told = {"page_view": "00000000-0000-0000-0000-000000000001", "page": "1", "shown": shown}
    device.ask("POST", f"{device.me}/impressions", told)
    began, count = time.perf_counter(), "SELECT count(*) FROM accounts_impression WHERE profile_id = %s"
    while database.execute(count, [device.profile]).fetchone()[0] == 0:
        assert time.perf_counter() - began < PATIENCE, "the impression was never written"
        time.sleep(0.2)


def _choices(device: Device, trials: int) -> None:
    """From switching personalisation off, or on again, to the page that a worker made of it."""
    latencies = []
    device.ask("GET", f"{device.me}/home")
    for trial in range(trials):
        began = time.perf_counter()
        device.ask("PUT", f"{device.me}/choices", {"personalised": bool(trial % 2)})
        while True:
            device.ask("GET", f"{device.me}/home")
            if device.state == "current":
                break
            assert time.perf_counter() - began < PATIENCE, "the page never changed"
        latencies.append((time.perf_counter() - began) * 1000)
    latencies.sort()
    print(f"\nFrom personalisation off, or on, to the changed page, {trials} trials   (p99 at most 1000 ms)")
    print(f"  median {percentile(latencies, 0.5):6.0f} ms   p99 {percentile(latencies, 0.99):6.0f} ms")


def _export(site: Running, device: Device) -> None:
    for process in _keepers(site):
        (process / "clear_refs").write_text("5")  # forgets the peak so far
    job = device.ask("POST", "/exports", {})
    job, seconds = device.wait(f"/exports/{job['id']}", "ready", "failed")
    assert job["state"] == "ready"
    began = time.perf_counter()
    content = device.ask("GET", f"/exports/{job['id']}/file")
    took = time.perf_counter() - began
    peak = max((_peak(process) for process in _keepers(site)), default=float("nan"))
    print(
        f"  export      {seconds:6.1f} s   {job['total']:,} rows, {len(content) / 1e6:.1f} MB fetched in {took:.1f} s, "
        f"the worker's peak {peak:.0f} MB   (at most 30 s, 200 MB)"
    )


def _import(device: Device, database: Any) -> None:
    """Ten thousand lines with titles of the catalogue, and then five hundred of the same name and another year."""
    titles = database.execute("SELECT id, name, year FROM catalog_title WHERE year < 2015 ORDER BY id").fetchall()
    lines = [(name, f"2026-{1 + place % 9:02}-{1 + place % 28:02}") for place, (_, name, _) in enumerate(titles[:ROWS])]
    job = device.ask("POST", f"{device.me}/imports", _csv(("Title", "Date"), lines), "text/csv")
    path = f"{device.me}/imports/{job['id']}"
    job, reading = device.wait(path, "preview", "failed")
    counts = job["counts"]
    device.ask("POST", f"{path}/write")
    job, writing = device.wait(path, "done", "failed")
    print(
        f"  import      {reading + writing:6.1f} s   {len(lines):,} lines: read and matched {reading:.1f} s, "
        f"written {writing:.1f} s   (at most 30 s)"
    )
    share = counts["matched"] / len(lines)
    told = f"{counts['doubtful']} doubtful   (at least 95 %)"
    print(f"              {share:6.1%}     of exact titles matched without a year, {told}")
    dated = [(name, year, 5, "2026-01-01") for _, name, year in titles[:ROWS]]
    job = device.ask("POST", f"{device.me}/imports", _csv(("Name", "Year", "Rating", "Date"), dated), "text/csv")
    job, _ = device.wait(f"{device.me}/imports/{job['id']}", "preview", "failed")
    print(f"              {job['counts']['matched'] / len(dated):6.1%}     with their year")
    known = {(name.casefold(), year) for _, name, year in titles}
    others = [(name, year + OTHER_YEAR) for _, name, year in titles if year]
    others = [one for one in others if (one[0].casefold(), one[1]) not in known][:DUPLICATES]
    dated = [(name, year, 5, "2026-01-01") for name, year in others]
    job = device.ask("POST", f"{device.me}/imports", _csv(("Name", "Year", "Rating", "Date"), dated), "text/csv")
    job, _ = device.wait(f"{device.me}/imports/{job['id']}", "preview", "failed")
    number = job["counts"]["matched"]
    print(f"              {number:6}     of {len(dated)} of the same name and another year matched   (none)")


def _erase(device: Device, database: Any) -> None:
    began = time.perf_counter()
    device.ask("POST", "/erase", {"email": EMAIL, "password": PASSWORD})
    took = time.perf_counter() - began
    count = "SELECT count(*) FROM {} WHERE profile_id = %s"
    left = [database.execute(count.format(table), [device.profile]).fetchone()[0] for table in HELD]
    print(f"  erasure     {took:6.1f} s   {sum(left)} rows left   (at most 10 s, none)")


def _csv(head: tuple[str, ...], rows: list[Any]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue().encode()


def _keepers(site: Running) -> Iterator[Path]:
    """The processes of this site that make exports."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            is_ours = str(site.data_dir).encode() in (process / "environ").read_bytes()
            if is_ours and b"keeper@" in (process / "cmdline").read_bytes():
                yield process
        except OSError:
            continue


def _peak(process: Path) -> float:
    """The most memory that a process had since it was last asked to forget, in MB."""
    lines = (process / "status").read_text().splitlines()
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM:")), float("nan"))
