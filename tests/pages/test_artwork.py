"""Artwork: whoever was shown its address may load it, and nobody can make one up."""

import re

import pytest
from django.test import Client

from catalog import pictures
from catalog.artwork import pixels
from tests.catalog.test_pixels import opened
from tests.factories import make_title
from tests.pages.conftest import Viewer


@pytest.mark.parametrize(("shape", "size"), [("poster", (480, 720)), ("card", (480, 270)), ("still", (1280, 720))])
def test_it_is_there_without_a_session_and_for_ever(
    client: Client, db: None, shape: str, size: tuple[int, int]
) -> None:
    title = make_title("The Long Road", "Western")
    address = pictures.picture_url(title, shape)
    first, again = client.get(address), client.get(address)
    assert first.status_code == 200
    assert first["Content-Type"] == "image/webp"
    assert first["Cache-Control"] == "public, max-age=31536000, immutable"
    assert first["X-Content-Type-Options"] == "nosniff"
    assert first.get("Vary") is None
    assert "Set-Cookie" not in first
    image = opened(first.content)
    assert (image.width, image.height) == size
    assert image.deviate() > 10, "something is on it"
    assert first.content == again.content


def test_every_width_that_is_asked_for_is_one_of_a_few(client: Client, db: None) -> None:
    address = pictures.picture_url(make_title(), "still")
    for asked, given in ((1, 160), (160, 160), (161, 320), (700, 768), (99_999, 1920)):
        assert opened(client.get(address, {"width": asked}).content).width == given
    assert pixels.WIDTHS[-1] == 1920
    for wrong in ("0", "-5", "wide", "", "1e3", "9" * 5000):
        answer = client.get(address, {"width": wrong})
        assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain"), wrong
    photograph = client.get(address.replace(".webp", ".jpg"))
    assert (photograph["Content-Type"], photograph.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")


def test_a_forged_address_is_not_found(client: Client, db: None) -> None:
    mine, other = make_title(), make_title()
    address = pictures.picture_url(mine, "card")
    signature = address[-17:-5]
    version = pictures.version_of(other)
    for forged in (
        address.replace(signature, "0" * 12),
        address.replace(f"{mine.pk}-", f"{other.pk}-"),
        f"/artwork/card/{other.pk}-{version}-{signature}.webp",
        f"/artwork/card/{other.pk}-{version}-.webp",
        f"/artwork/card/{10**17}-{version}-{signature}.webp",
        address.replace("/card/", "/banner/"),
        address.replace(".webp", ".svg"),
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
    assert client.get(f"{old}?width=160")["Location"] == f"{new}?width=160"
    assert client.get(new).status_code == 200


def test_names_are_text(client: Client, db: None) -> None:
    title = make_title("<image href='file:///etc/passwd'/>&", "Horror")
    for shape in ("poster", "card"):
        assert opened(client.get(pictures.picture_url(title, shape)).content).deviate() > 10


def test_pages_link_pictures_that_are_there(alice: Viewer) -> None:
    title = make_title("Shown", "Drama")
    page = alice.get("/search/")
    addresses = re.findall(r'src="(/artwork/[^"]+)"', page)
    assert f"{pictures.picture_url(title, 'card')}?width=480" in addresses
    assert all(Client().get(address).status_code == 200 for address in addresses)
