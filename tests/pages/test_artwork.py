"""Artwork: whoever was shown its address may load it, and nobody can make one up."""

import gzip
import re
from xml.parsers import expat

import pytest
from django.test import Client

from catalog import pictures
from tests.factories import make_title
from tests.pages.conftest import Viewer


def drawn(content: bytes) -> bool:
    """Whether it is a whole SVG document."""
    return content.startswith(b"<svg") and expat.ParserCreate().Parse(content, True) == 1


@pytest.mark.parametrize("shape", ["poster", "card", "still"])
def test_it_is_there_without_a_session_and_for_ever(client: Client, db: None, shape: str) -> None:
    title = make_title("The Long Road", "Western")
    address = pictures.picture_url(title, shape)
    first, again = client.get(address), client.get(address)
    assert first.status_code == 200
    assert first["Content-Type"] == "image/svg+xml"
    assert first["Cache-Control"] == "public, max-age=31536000, immutable"
    assert first["Content-Security-Policy"].startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert first["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in first
    assert drawn(first.content)
    assert first.content == again.content
    zipped = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert zipped["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == first.content


def test_a_forged_address_is_not_found(client: Client, db: None) -> None:
    mine, other = make_title(), make_title()
    address = pictures.picture_url(mine, "card")
    signature = address[-16:-4]
    version = pictures.version_of(other)
    for forged in (
        address.replace(signature, "0" * 12),
        address.replace(f"{mine.pk}-", f"{other.pk}-"),
        f"/artwork/card/{other.pk}-{version}-{signature}.svg",
        f"/artwork/card/{other.pk}-{version}-.svg",
        f"/artwork/card/{10**17}-{version}-{signature}.svg",
        address.replace("/card/", "/banner/"),
        address.replace(".svg", ".png"),
    ):
        assert client.get(forged).status_code == 404, forged


def test_a_vanished_title_is_not_found(client: Client, db: None) -> None:
    title = make_title()
    address = pictures.picture_url(title, "card")
    title.delete()
    assert client.get(address).status_code == 404


def test_a_changed_title_has_a_new_address_and_the_old_one_leads_there(client: Client, db: None) -> None:
    title = make_title("Before")
    old = pictures.picture_url(title, "card")
    title.name = "After"
    title.save()
    new = pictures.picture_url(title, "card")
    assert new != old
    assert client.get(old)["Location"] == new
    assert "AFTER" in client.get(new).content.decode().upper()


def test_names_are_text(client: Client, db: None) -> None:
    title = make_title("<script>alert(1)</script>&", "Horror")
    for shape in ("poster", "card"):
        content = client.get(pictures.picture_url(title, shape)).content
        assert b"<script" not in content
        assert drawn(content)


def test_pages_link_pictures_that_are_there(alice: Viewer) -> None:
    title = make_title("Shown", "Drama")
    page = alice.get("/search/")
    addresses = re.findall(r'src="(/artwork/[^"]+)"', page)
    assert pictures.picture_url(title, "card") in addresses
    assert all(Client().get(address).status_code == 200 for address in addresses)
