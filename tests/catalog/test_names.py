"""Names of titles in other languages: how they come in, and where they are found and shown."""

from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client
from django.utils import translation

from catalog import pictures
from catalog.artwork import Facts, draw, pixels
from catalog.models import Title
from catalog.models.titles import check_names
from catalog.search import index_titles, search, search_genres
from tests.catalog.test_import_titles import jsonl, run
from tests.factories import make_genre, make_title

pytestmark = pytest.mark.django_db
NAMES = {"de": "Der Schatten", "ar": "الظِلّ"}


def found(text: str) -> list[str]:
    return [title.name for title in search(text, Title.objects.all()).titles]


def test_a_name_is_shown_in_the_language_of_whoever_looks() -> None:
    title = make_title("The Shadow", names=NAMES, year=1994)
    for language, name in (("en", "The Shadow"), ("de", "Der Schatten"), ("ar", "الظِلّ"), ("fr", "The Shadow")):
        with translation.override(language):
            assert (title.local_name, str(title)) == (name, f"{name} (1994)")
    assert make_title("Plain").local_name == "Plain"


@pytest.mark.parametrize("names", [[], "x", {"de": ""}, {"de": "x" * 251}, {"DE!": "x"}, {"": "x"}, {"de": 5}])
def test_what_is_no_names_is_refused(names: Any) -> None:
    with pytest.raises(ValidationError):
        check_names(names)
    check_names({"de": "Der Schatten", "pt-br": "A Sombra", "zh-hant": "影子"})


def test_the_database_takes_names_by_language_alone() -> None:
    title = make_title()
    with pytest.raises(IntegrityError):
        Title.objects.filter(pk=title.pk).update(names=["Der Schatten"])


def test_names_come_in_by_json_and_by_columns(tmp_path: Any) -> None:
    record = {"title": "The Shadow", "year": 1994, "names": {**NAMES, "PT_BR": "A Sombra", "fr": ""}}
    assert run(jsonl(tmp_path, record))[0] == 0
    assert Title.objects.get().names == {**NAMES, "pt-br": "A Sombra"}
    before = Title.objects.get().updated_at
    table = tmp_path / "titles.csv"
    table.write_text("title,year,name:de,name:ar\nThe Shadow,1994,Der Schemen,\nOther,1990,,آخر\n", encoding="utf-8")
    assert run(table)[0] == 0
    assert Title.objects.get(name="The Shadow").names == {"de": "Der Schemen"}
    assert Title.objects.get(name="The Shadow").updated_at > before
    assert Title.objects.get(name="Other").names == {"ar": "آخر"}
    table.write_text("title,year\nThe Shadow,1994\n", encoding="utf-8")
    assert run(table)[0] == 0
    assert Title.objects.get(name="The Shadow").names == {"de": "Der Schemen"}  # what is not given stays


@pytest.mark.parametrize("names", [["Der Schatten"], {"de": ["x"]}, {"no code": "x"}, {"de": "x" * 300}])
def test_bad_names_cost_one_row(tmp_path: Any, names: Any) -> None:
    status, _summary, errors = run(jsonl(tmp_path, {"title": "Bad", "names": names}, {"title": "Good"}))
    assert (status, list(Title.objects.values_list("name", flat=True))) == (1, ["Good"])
    assert ":1: " in errors


def test_search_finds_a_title_by_any_of_its_names() -> None:
    make_title("The Shadow", names=NAMES)
    make_title("Another")
    index_titles()
    for text in ("shadow", "schatten", "der schaten", "Der Sch", "الظل", "ظل"):
        assert found(text)[:1] == ["The Shadow"], text


def test_genres_are_found_by_their_names_here() -> None:
    make_title("The Shadow", "Comedy")
    make_genre("Komet")
    index_titles()
    with translation.override("de"):
        assert [genre.name for genre in search_genres("Komöd")] == ["Comedy"]
    with translation.override("ar"):
        assert [genre.name for genre in search_genres("كومي")] == ["Comedy"]
    assert search_genres("كومي") == []
    assert found("komödien") == found("comedy") == found("كوميديا") == ["The Shadow"]


def test_artwork_carries_the_name_of_its_language(client: Client) -> None:
    title, plain = make_title("Shadow", names={"de": "Schatten"}), make_title("Plain")
    with translation.override("de"):
        german, same = pictures.picture_url(title, "card"), pictures.picture_url(plain, "card")
        still = pictures.picture_url(title, "still")
    assert german != pictures.picture_url(title, "card")
    assert same == pictures.picture_url(plain, "card")
    assert still == pictures.picture_url(title, "still")  # nothing is written on it
    facts = Facts("Shadow", title.year, (), title.kind, str(title.pk))
    for address, lettered in ((german, "Schatten"), (pictures.picture_url(title, "card"), "")):
        drawing = draw(replace(facts, lettered=lettered), "card")
        assert (lettered or "Shadow").lower() in drawing.lower()
        assert client.get(address).content == pixels.drawn(drawing, 480, "webp")
    assert client.get(german.replace(".de-", ".fr-")).status_code == 404  # signed with the rest
