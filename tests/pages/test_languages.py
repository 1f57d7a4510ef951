"""English, German and Arabic: every text is marked and translated, and whoever looks is spoken to in their language."""

import re
import zipfile
from collections.abc import Callable
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.safestring import SafeData, mark_safe

from accounts import files, services
from accounts.access import SESSION_KEY
from accounts.models import Profile
from accounts.services import exports
from catalog.models import Credit, Genre, Person, Title
from catalog.search import index_titles
from recommendations import pipeline
from recommendations.rows import registry
from tests import messages
from tests.factories import make_profile, make_series, make_title, make_titles, make_user, watch
from tests.pages.conftest import HTMX, Viewer, browser_of

LANGUAGES = pytest.mark.parametrize("language", messages.LANGUAGES)
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?(?:\.\d+)?[sdrf]|%%")
TAG = re.compile(r"</?\w+>")


# -- what is translated ----------------------------------------------------------------------------------------------


@lru_cache
def renewed(language: str) -> Catalog:
    return messages.renewed(language)


def test_these_are_the_languages_of_the_site() -> None:
    assert sorted(code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE) == list(
        messages.LANGUAGES
    )


@LANGUAGES
def test_every_text_is_translated_and_compiled(language: str) -> None:
    assert messages.untranslated(renewed(language)) == []
    held = messages.folder(language)
    assert messages.as_po(renewed(language)) == (held / "django.po").read_bytes(), "run make messages"
    assert messages.as_mo(messages.translations(language)) == (held / "django.mo").read_bytes(), "run make messages"


@LANGUAGES
def test_translations_have_the_places_of_their_texts(language: str) -> None:
    for message in renewed(language):
        if not message.id:
            continue
        texts = [message.id] if isinstance(message.id, str) else list(message.id)
        forms = messages.forms_of(message)
        # A form for one or two of something need not name the number; the one for all other numbers has to.
        assert places(forms[-1]) == places(texts[-1]), message.id
        assert all(places(form) <= places(texts[-1]) for form in forms), message.id
        # Without a name, a place that is left out is an error where the text is filled.
        assert len(forms) == 1 or all("(" in place for place in places(texts[-1])), message.id
        for form in forms:
            assert TAG.findall(form) == TAG.findall(texts[-1]), message.id


def places(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


@LANGUAGES
def test_what_a_new_text_lacks_is_noticed(language: str) -> None:
    catalog = messages.translations(language)
    catalog.add("Nobody has translated this.")
    assert messages.untranslated(catalog) == ["Nobody has translated this."]


# -- what is marked --------------------------------------------------------------------------------------------------

LATIN = re.compile(r"[A-Za-z]{2,}")
MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
# What has no translation: the site's name, what languages call themselves, keys, formats, units and addresses.
OWN = re.compile(r"netflixlike|zzz|Home|End|\bEsc\b|CSV|JSON|ZIP|API|https?://\S+|\S+@\S+|IMDb|\b[a-z]+=|\.\w+$|x-\w+")
# Attributes that people are told. All others are for machines.
TOLD = {"alt", "title", "aria-label", "aria-description", "aria-valuetext", "placeholder", "label", "data-tip"}


class Words(HTMLParser):
    """The texts of a page, as they are read or said."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in {"script", "style"}
        given = dict(attrs)
        told = TOLD | (
            {key for key in given if key.startswith("data-")} if given.get("id") in {"words", "announcer"} else set()
        )
        self.found += [value for key, value in attrs if key in told and value]
        if given.get("name") == "description":
            self.found.append(given["content"] or "")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        if self.found and self.found[-1].count("⟦") > self.found[-1].count("⟧"):  # goes on behind a tag in it
            self.found[-1] += data
        else:
            self.found.append(data)


def bare(html: str) -> list[str]:
    """Texts in Latin letters that nobody marked. Data of these tests are in Cyrillic ones."""
    words = Words()
    words.feed(html)
    left = []
    for text in words.found:
        rest, inner = text, MARKED.sub("", text)
        while inner != rest:
            rest, inner = inner, MARKED.sub("", inner)
        if LATIN.search(OWN.sub("", rest)):
            left.append(rest.strip())
    return left


@pytest.fixture
def pseudo(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Every text that is marked comes in brackets, in a language without Latin letters that the site does not have."""
    settings.LANGUAGES = [("ja", "Japanese")]

    def in_brackets(text: str) -> str:
        safe = isinstance(text, SafeData)
        return mark_safe(f"⟦{text}⟧") if safe else f"⟦{text}⟧"  # noqa: S308  as safe as it was

    def plural(one: str, many: str, number: Any) -> str:
        return in_brackets(one if number == 1 else many)

    fakes: dict[str, Callable[..., str]] = {
        "gettext": in_brackets,
        "pgettext": lambda context, text: in_brackets(text),
        "ngettext": plural,
        "npgettext": lambda context, one, many, number: plural(one, many, number),
    }
    for name, fake in fakes.items():
        monkeypatch.setattr(translation._trans, name, fake, raising=False)  # type: ignore[attr-defined]


@pytest.fixture
def shown(db: None, pseudo: None) -> tuple[Viewer, list[str]]:
    """Somebody with something of everything, and the addresses of all that they can look at."""
    make_titles_in_cyrillic(14)
    film = make_title("Тень", "Horror", year=1973, synopsis="Ночь.", advice=["fear"], slug="ten")
    series = make_series("Огни", seasons=2)
    series.seasons.get(number=1).episodes.update(name="Серия")
    series.seasons.get(number=2).episodes.update(name="Серия")
    Credit.objects.create(title=film, person=Person.objects.create(name="Юрий Ли", slug="jurij-ko"), role="director")
    for genre in Genre.objects.all():
        Genre.objects.filter(pk=genre.pk).update(name={"horror": "Ужасы", "comedy": "Комедия"}[genre.slug])
    index_titles()
    profile = make_user().profiles.get()
    Profile.objects.filter(pk=profile.pk).update(name="Аня", language="ja")
    profile.refresh_from_db()
    for title in Title.objects.filter(kind=Title.Kind.FILM)[:8]:
        services.rate(profile=profile, title=title, value=2)
        watch(profile, title)
    watch(profile, film, 0.4)
    services.toggle_list(profile=profile, title=film, listed=True)
    services.record_search(profile=profile, text="Тень", results=1, found=[film.pk])
    services.steer(profile=profile, kind="genre", key=film.genres.get().slug, direction="more")
    services.block_title(profile=profile, title=Title.objects.get(name=f"Фильм {film.pk - 1}"))
    pipeline.refresh(profile.pk)
    me = f"/profiles/{profile.pk}"
    return browser_of(profile), [
        "/", "/rows/", "/welcome/", "/genres/", f"/genre/{film.genres.get().slug}/", "/person/jurij-ko/",
        "/year/1973/", "/decade/1970/", "/search/", "/search/?q=Тень", "/search/?q=Тенъ", "/search/?q=щщщщ",
        "/my-list/", "/history/", "/title/ten/", "/title/ten/peek/", "/title/ten/why/", f"/title/{series.slug}/",
        "/watch/ten/", "/profiles/", "/profiles/manage/", "/profiles/add/", f"{me}/edit/?q=Тень", f"{me}/pin/",
        f"{me}/delete/", "/profiles/password/", "/your-data/", "/your-data/activity/", "/your-data/taste/",
        "/your-data/privacy/", "/your-data/export/", "/your-data/import/", "/your-data/audit/", "/your-data/erase/",
    ]  # fmt: skip


def make_titles_in_cyrillic(number: int) -> None:
    for title in make_titles(number, "Comedy"):
        Title.objects.filter(pk=title.pk).update(name=f"Фильм {title.pk}")


def test_every_text_of_the_pages_is_marked(shown: tuple[Viewer, list[str]]) -> None:
    viewer, addresses = shown
    left = {}
    for address in addresses:
        response = viewer.client.get(address, headers=HTMX if "peek" in address else {}, follow=True)
        assert response.status_code == 200, address
        if found := bare(response.content.decode()):
            left[address] = found
    assert left == {}


def test_every_text_of_the_doors_and_the_errors_is_marked(
    pseudo: None, client: Client, db: None, settings: Any
) -> None:
    settings.DEMO = True
    speak = {"Accept-Language": "ja"}
    left = [bare(client.get(path, headers=speak).content.decode()) for path in ("/sign-in/", "/sign-up/", "/no/page/")]
    refused = client.post("/sign-up/", {"email": "x", "password": "x"}, headers=speak)
    assert "⟦" in refused.content.decode()
    assert [*left, bare(refused.content.decode())] == [[], [], [], []]


TEMPLATE = re.compile(
    r"{% (comment|blocktranslate)\b.*?{% end\1 %}|{% block body_class %}.*?{% endblock[^%]*%}|{#.*?#}|{%.*?%}|{{.*?}}",
    re.DOTALL,
)


def test_no_template_has_a_text_beside_the_marked_ones() -> None:
    left = {
        path.name: found
        for path in sorted((messages.ROOT / "templates").rglob("*.html"))
        if (found := bare(TEMPLATE.sub("", path.read_text())))
    }
    assert left == {}


def test_a_text_that_nobody_marked_is_noticed() -> None:
    assert bare('<p>⟦Kept⟧ Ада <b title="⟦x⟧">⟦⟦a⟧ b⟧</b></p>') == []
    assert bare('<p>⟦Kept⟧ and forgotten</p><b aria-label="A name"></b>') == ["and forgotten", "A name"]


# -- who is spoken to in what ----------------------------------------------------------------------------------------


def test_whoever_is_not_signed_in_chooses_without_scripts(client: Client, db: None) -> None:
    page = client.get("/sign-in/?next=/genres/").content.decode()
    assert 'value="de" lang="de">Deutsch</button>' in page
    answer = client.post("/language/", {"language": "de", "next": "/sign-in/?next=/genres/"})
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/genres/")
    chosen = client.get("/sign-in/", headers={"Accept-Language": "ar"})
    assert '<html lang="de" dir="ltr">' in chosen.content.decode()
    assert "Ein Kino, das deinen Geschmack kennt" in chosen.content.decode()
    assert chosen["Content-Language"] == "de"
    assert {"Accept-Language", "Cookie"} <= {part.strip() for part in chosen["Vary"].split(",")}
    away = client.post("/language/", {"language": "de", "next": "https://elsewhere.example/"})
    assert away["Location"] == "/"


def speaking(viewer: Viewer, language: str) -> Viewer:
    Profile.objects.filter(pk=viewer.profile.pk).update(language=language)
    return viewer


def test_pages_around_profiles_are_in_their_language_too(alice: Viewer) -> None:
    speaking(alice, "de")
    other = make_profile(alice.profile.user, name="Other", language="ar")
    services.set_pin(profile=other, pin="4711")
    for path in ("/profiles/", "/profiles/manage/", "/profiles/add/", "/profiles/password/"):
        assert '<html lang="de" dir="ltr">' in alice.get(path), path
    assert '<html lang="ar" dir="rtl">' in alice.get(f"/profiles/{other.pk}/open/")
    session = alice.client.session
    del session[SESSION_KEY]
    session.save()
    assert '<html lang="en" dir="ltr">' in alice.get("/profiles/")  # theirs differ: the browser's
    speaking(alice, "ar")
    assert '<html lang="ar" dir="rtl">' in alice.get("/profiles/")


def test_a_home_that_is_kept_is_kept_by_its_language(alice: Viewer) -> None:
    make_titles(30, "Horror")
    pipeline.refresh(alice.profile.pk)
    alice.get("/")  # from here on the browser has a token
    home, tags, rows = {}, {}, {}
    for _again in range(2):
        for language in ("en", "de", "ar"):
            answer = speaking(alice, language).client.get("/")
            home[language], tags[language] = answer.content.decode(), answer["ETag"]
            rows[language] = alice.get("/rows/", htmx=True)
    assert len(set(tags.values())) == 3
    for language, words in (("en", "New here"), ("de", "Neu hier"), ("ar", "جديد هنا")):
        others = {"New here", "Neu hier", "جديد هنا"} - {words}
        assert words in home[language] + rows[language]
        assert not any(other in home[language] + rows[language] for other in others)
    stale = alice.client.get("/", headers={"If-None-Match": tags["de"]})
    assert stale.status_code == 200  # Arabic by now


def test_micro_genres_are_whole_sentences_in_each_language() -> None:
    about = {"genre": "Comedy", "slug": "comedy", "era": 1980, "liked": 2}
    kind = registry.kinds["genre_era"]
    with translation.override("de"):
        assert kind.words(about)[0] == "Komödien aus den 1980ern"
    with translation.override("ar"):
        assert kind.words(about) == ("كوميديا من عقد 1980", "عنوانان أعجباك من فئة كوميديا من عقد 1980.")
        assert "ثلاثة" not in kind.words({**about, "liked": 3})[1]
    assert kind.words(about)[0] == "Comedy from the 1980s"
    assert kind.words({**about, "genre": "Local Legends"})[0] == "Local Legends from the 1980s"


def test_the_manifest_is_in_the_page_s_language(alice: Viewer) -> None:
    assert 'href="/manifest.webmanifest?language=ar"' in speaking(alice, "ar").get("/my-list/")
    told = alice.client.get("/manifest.webmanifest?language=ar").json()
    assert (told["lang"], told["dir"], told["shortcuts"][0]["name"]) == ("ar", "rtl", "قائمتي")
    assert alice.client.get("/manifest.webmanifest?language=xx").json()["lang"] == "en"


def test_an_export_is_in_the_language_it_was_asked_for_in(db: None) -> None:
    user = make_user()
    with translation.override("de"):
        export = services.request_export(user=user)
    assert exports.make_export(export.pk) == "ready"
    export.refresh_from_db()
    with files.store().open(export.file) as file, zipfile.ZipFile(file) as packed:
        readme = next(name for name in packed.namelist() if name.endswith("README.txt"))
        assert packed.read(readme).decode().startswith("Deine Daten")


# -- titles ----------------------------------------------------------------------------------------------------------


def test_a_title_has_the_name_of_the_viewer_s_language_wherever_it_is_met(alice: Viewer) -> None:
    title = make_title("The Shadow", "Comedy", names={"de": "Der Schatten"}, slug="shadow", year=1994)
    make_titles(12, "Comedy")
    index_titles()
    watch(alice.profile, title, 0.4)
    services.toggle_list(profile=alice.profile, title=title, listed=True)
    pipeline.refresh(alice.profile.pk)
    places = (
        "/", "/title/shadow/", "/title/shadow/peek/", "/title/shadow/why/", "/watch/shadow/", "/my-list/", "/history/",
        "/search/?q=schatten", "/genre/comedy/", "/year/1994/", "/your-data/activity/",
    )  # fmt: skip
    for language, name, other in (("de", "Der Schatten", "The Shadow"), ("ar", "The Shadow", "Der Schatten")):
        for place in places:
            page = speaking(alice, language).get(place, htmx="peek" in place)
            assert name in page, (language, place)
            assert other not in page, (language, place)


def test_reasons_name_titles_in_the_viewer_s_language(alice: Viewer) -> None:
    title = make_title("The Shadow", names={"de": "Der Schatten"})
    kind = registry.kinds["because_you_loved"]
    for language, heading in (("de", "Weil du „Der Schatten“ geliebt hast"), ("en", "Because you loved The Shadow")):
        with translation.override(language):
            assert kind.words({"title": title.local_name})[0] == heading
