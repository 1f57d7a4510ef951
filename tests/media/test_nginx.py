"""A real nginx in front, as the handbook has it: it sends the bytes, and only to whom it should."""

import os
import re
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from catalog.media.packages import package_file
from catalog.models import Package, Title, Video
from netflixlike.runner import ports, services
from tests.factories import make_profile, make_title
from tests.faults.conftest import wait_until
from tests.live import live_env, running
from tests.pages.conftest import browser_of

ROOT = Path(__file__).resolve().parents[2]
BYTES = os.urandom(100_000)
CONF = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    types {{ video/mp4 mp4; }}
    server {{
        listen 127.0.0.1:{port};
        {documented}
        location / {{ proxy_pass http://127.0.0.1:{behind}; proxy_set_header Host $http_host; }}
    }}
}}
"""


def documented(media: Path) -> str:
    """The location of the handbook, over this test's folder."""
    found = re.search(r"location /_media/ \{.*?\}", (ROOT / "docs" / "operations.md").read_text(), re.DOTALL)
    assert found, "the handbook does not say how nginx sends videos"
    return found[0].replace("/var/lib/netflixlike/media/", f"{media}/")


@pytest.fixture
def media(tmp_path: Path) -> Path:
    return tmp_path / "media"


@pytest.fixture
def nginx(transactional_db: None, tmp_path: Path, media: Path) -> Iterator[str]:
    """The address of nginx, with the site behind it."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        pytest.skip("there is no nginx here: install the package nginx")
    with ports.reserve("127.0.0.1") as front, ports.reserve("127.0.0.1") as back:
        port, behind = front.getsockname()[1], back.getsockname()[1]
        url = f"http://127.0.0.1:{port}"
        env = live_env(SITE_URL=url, MEDIA_DIR=str(media), MEDIA_DELIVERY="nginx")
        said = CONF.format(folder=tmp_path, port=port, behind=behind, documented=documented(media))
        (tmp_path / "nginx.conf").write_text(said)
        with running(services.web(env, "127.0.0.1", behind), tmp_path / "log"):
            front.close()
            command = [program, "-p", str(tmp_path), "-e", f"{tmp_path}/error.log", "-c", f"{tmp_path}/nginx.conf"]
            process = subprocess.Popen(command)
            try:
                wait_until(lambda: answer(f"{url}/health/", {})[0] == 200, 30, "nginx answers")
                yield url
            finally:
                process.kill()
                process.wait(10)


def answer(url: str, headers: dict[str, str]) -> tuple[int, bytes, dict[str, str]]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=30) as found:  # noqa: S310
            return found.status, found.read(), {name.lower(): value for name, value in found.headers.items()}
    except HTTPError as error:
        return error.code, b"", {name.lower(): value for name, value in error.headers.items()}
    except OSError:
        return 0, b"", {}


def make_video(title: Title, media: Path) -> Video:
    package = Package.objects.create()
    storage = FileSystemStorage(media)
    storage.save(package_file(package.pk, "v0.mp4"), ContentFile(BYTES))
    storage.save(package_file(package.pk, "master.m3u8"), ContentFile(b"#EXTM3U\nv0.m3u8\n"))
    video = Video.objects.create(title=title, package=package.pk, state=Video.State.READY, facts={"posters": 0})
    Package.objects.update(video=video)
    return video


def test_nginx_sends_what_the_site_allows(nginx: str, media: Path) -> None:
    from accounts.media import playback_of

    alice, bob = browser_of(make_profile()), browser_of(make_profile())
    title = make_title()
    video = make_video(title, media)
    found = playback_of(alice.profile, title, None)
    assert found is not None

    def asked(name: str, viewer: object = alice, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        cookies = getattr(viewer, "client").cookies  # noqa: B009
        sent = {"Cookie": "; ".join(f"{key}={one.value}" for key, one in cookies.items()), **headers}
        return answer(nginx + found.manifest.replace("master.m3u8", name), sent)

    status, body, headers = asked("v0.mp4")
    assert (status, body) == (200, BYTES)
    assert headers["content-type"] == "video/mp4"
    assert re.fullmatch(r"private, max-age=7[12]\d\d", headers["cache-control"])
    assert headers["accept-ranges"] == "bytes"
    assert "x-accel-redirect" not in headers
    status, body, headers = asked("v0.mp4", Range="bytes=1000-1999")
    assert (status, body) == (206, BYTES[1000:2000])
    assert headers["content-range"] == f"bytes 1000-1999/{len(BYTES)}"
    assert asked("v0.mp4", Range="bytes=200000-")[0] == 416
    assert asked("master.m3u8")[1] == b"#EXTM3U\nv0.m3u8\n"
    assert asked("v0.mp4", bob)[0] == 403
    assert asked("none.mp4")[0] == 404
    # The folder itself is for nobody who comes from outside.
    assert video.package
    inside = f"{nginx}/_media/packages/{video.package.hex}/v0.mp4"
    assert answer(inside, {})[0] == 404
    assert answer(f"{nginx}/_media/../_media/packages/{video.package.hex}/v0.mp4", {})[0] == 404
