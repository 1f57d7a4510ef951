"""Operators' own images of titles: given, shown, replaced, taken away, and gone from the storage."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog.media import removal
from catalog.media.packages import media_storage
from catalog.models import Title, TitleImage
from catalog.pictures import picture_url
from tests.admin.test_titles import edit, form
from tests.catalog.test_pixels import jpeg, lit, opened
from tests.factories import make_title

RED = pytest.approx([200, 40, 40], abs=8)


def file(width: int = 1600, height: int = 900) -> SimpleUploadedFile:
    return SimpleUploadedFile("still.jpg", jpeg(width, height), "image/jpeg")


def seen(client: Client, address: str) -> Any:
    """The picture at an address, which must be one in pixels."""
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp"), address
    return opened(answer.content)


def stored() -> set[str]:
    """The files there are for the rows there are."""
    return {row.name for row in TitleImage.objects.all() if media_storage().exists(row.name)}


def test_a_still_stands_for_the_drawing_and_carries_the_card(site: Client) -> None:
    title = make_title("The Long Road", "Western")
    drawn = picture_url(title, "still")
    assert seen(site, drawn)(20, 20) != RED
    title = edit(site, title, still=file())
    still, card, poster = (picture_url(title, shape) for shape in ("still", "card", "poster"))
    image, named = seen(site, still), seen(site, card)
    assert (image.width, image.height) == (1280, 720)
    assert (image(20, 20), named(470, 20)) == (RED, RED)
    assert lit(named) > lit(image) + 0.02, "the name is laid over it"
    assert seen(site, poster)(20, 20) != RED, "that one is drawn on"
    assert site.get(f"{drawn}?width=160")["Location"] == f"{still}?width=160", "pages of before show it too"
    page = site.get(reverse("admin:catalog_title_change", args=[title.pk])).content.decode()
    assert f'<img src="{still}?width=320"' in page
    assert stored() == {title.images["still"]}


def test_an_image_is_replaced_and_taken_away_and_its_file_goes(site: Client) -> None:
    title = edit(site, make_title(), poster=file(1000, 1500))
    first = title.images["poster"]
    title = edit(site, title, poster=file(800, 1200))
    second = title.images["poster"]
    assert stored() == {first, second}, "requests under way still find it"
    removal.clean()
    assert stored() == {second}
    assert seen(site, picture_url(title, "poster") + "?width=1000").width == 800, "never larger than it is"
    title = edit(site, title, **{"poster-clear": "on"})
    assert title.images == {}
    assert seen(site, picture_url(title, "poster"))(240, 100) != RED
    removal.clean()
    assert not media_storage().exists(second)
    assert not TitleImage.objects.exists()


def test_what_is_not_touched_stays(site: Client) -> None:
    title = edit(site, make_title(), poster=file(1000, 1500), card=file())
    held = title.images
    title = edit(site, title, name="Another name", still=file())
    assert {shape: name for shape, name in title.images.items() if shape != "still"} == held
    assert seen(site, picture_url(title, "card"))(20, 250) == RED, "its own card has its own words"
    removal.clean()
    assert stored() == set(title.images.values())


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"MZ rubbish", "no image that can be used"),
        (jpeg(1600, 900)[:2000], "damaged or not whole"),
        (jpeg(300, 200), "300 by 200 pixels. At least 640 by 360"),
        (b"", "empty"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(site: Client, content: bytes, told: str) -> None:
    title = edit(site, make_title("Before"), still=file())
    url = reverse("admin:catalog_title_change", args=[title.pk])
    wrong = SimpleUploadedFile("still.jpg", content, "image/jpeg")
    answer = site.post(url, form(site.get(url), name="After", still=wrong))
    assert answer.status_code == 200
    assert told in str(answer.context["errors"])
    kept = Title.objects.get(pk=title.pk)
    assert (kept.name, kept.images) == ("Before", title.images)
    assert "After" in answer.content.decode(), "what was typed is still there"


def test_with_the_title_go_its_images(site: Client) -> None:
    title = edit(site, make_title(), still=file())
    [name] = title.images.values()
    title.delete()
    removal.clean()
    assert not media_storage().exists(name)
    assert not TitleImage.objects.exists()


def test_what_never_came_to_be_shown_goes_after_an_hour(db: None) -> None:
    row = TitleImage.objects.create(title=make_title(), name="images/left.webp")
    removal.clean()
    assert TitleImage.objects.exists()
    TitleImage.objects.filter(pk=row.pk).update(remove_at=timezone.now())
    removal.clean()
    assert not TitleImage.objects.exists()


def test_an_image_whose_file_somebody_removed_is_drawn(site: Client) -> None:
    title = edit(site, make_title("The Long Road", "Western"), still=file())
    media_storage().delete(title.images["still"])
    assert seen(site, picture_url(title, "still")).deviate() > 5
    assert seen(site, picture_url(title, "card")).deviate() > 5


def test_who_may_not_change_titles_gives_no_images(signed_in: Any) -> None:
    title = make_title()
    client = signed_in("catalog.view_title")
    url = reverse("admin:catalog_title_change", args=[title.pk])
    page = client.get(url)
    assert (page.status_code, b'type="file"' in page.content) == (200, False)
    assert client.post(url, {"name": "x", "still": file()}).status_code == 403
