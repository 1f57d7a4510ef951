"""Searching: a page for those who submit, results for those who type, and what is kept of it."""

import re

import pytest
from django.core.cache import cache

from accounts.models import SearchQuery
from catalog.models import Credit, Person, Title
from catalog.search import index_titles
from tests.factories import make_genre, make_title
from tests.pages.conftest import Viewer, count_queries


@pytest.fixture
def zebra(db: None) -> Title:
    title = make_title("Zebra Crossing", "Western")
    Credit.objects.create(title=title, person=Person.objects.create(name="Zoe Zane", slug="zoe-zane"))
    index_titles()
    return title


def link(page: str, title: Title) -> str:
    found = re.search(rf'href="({title.get_absolute_url()}[^"]*)"', page)
    assert found
    return found[1].replace("&amp;", "&")


@pytest.mark.parametrize("text", ["zebra", "ZEBRA cross", "zebar crossing", "zoe zane"])
def test_a_title_is_found(alice: Viewer, zebra: Title, text: str) -> None:
    page = alice.get(f"/search/?q={text}")
    assert zebra.slug in page
    assert f'value="{text}"' in page


def test_people_and_genres_lead_to_their_pages(alice: Viewer, zebra: Title) -> None:
    assert 'href="/person/zoe-zane/"' in alice.get("/search/?q=zoe")
    assert 'href="/genre/western/"' in alice.get("/search/?q=west")


def test_a_search_that_was_submitted_is_kept_with_what_it_led_to(alice: Viewer, zebra: Title) -> None:
    page = alice.get("/search/?q=zebra")
    search = SearchQuery.objects.get()
    assert (search.profile, search.text, search.results, search.opened) == (alice.profile, "zebra", 1, None)
    assert search.found == [zebra.pk]
    address = link(page, zebra)
    assert alice.client.get(address)["Location"] == f"{zebra.get_absolute_url()}?row=search"
    search.refresh_from_db()
    assert search.opened == zebra
    assert "zebra" in alice.get("/search/")


def test_what_was_only_typed_is_kept_once_a_title_is_opened_from_it(alice: Viewer, zebra: Title) -> None:
    results = alice.get("/search/?q=zeb", htmx=True)
    assert "<html" not in results
    assert not SearchQuery.objects.exists()
    alice.get(link(results, zebra), 302)
    search = SearchQuery.objects.get()
    assert (search.text, search.results, search.opened) == ("zeb", 1, zebra)


def test_a_link_puts_nothing_into_somebody_elses_history(alice: Viewer, bob: Viewer, zebra: Title) -> None:
    typed = link(alice.get("/search/?q=zeb", htmx=True), zebra)
    submitted = link(alice.get("/search/?q=zebra"), zebra)
    bob.get(typed)
    bob.get(submitted)
    for forged in ("x", "1:2:3", "%00", "9" * 40, "-1", "٣"):
        bob.get(f"{zebra.get_absolute_url()}?from_search={forged}")
    assert not SearchQuery.objects.filter(profile=bob.profile).exists()
    assert SearchQuery.objects.get().opened is None


@pytest.mark.parametrize(
    "text", ["%00", "%27%20OR%201=1--", "%25", "_", "\\", "🎬", "x" * 5000, "%3Cscript%3E", ":*&|!", "%20%20"]
)
def test_odd_texts_are_no_error(alice: Viewer, zebra: Title, text: str) -> None:
    for htmx in (False, True):
        assert "<script>" not in re.sub(r"<script src[^>]*></script>", "", alice.get(f"/search/?q={text}", htmx=htmx))


def test_nothing_found_says_so_and_suggests(alice: Viewer, zebra: Title) -> None:
    page = alice.get("/search/?q=qqqqqqqq")
    assert "Nothing found for “qqqqqqqq”" in page
    assert zebra.slug in page
    assert "Nothing found" not in alice.get("/search/")


def test_too_many_in_a_minute_are_asked_to_wait(alice: Viewer, bob: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [alice.client.get("/search/?q=", headers={"HX-Request": "true"}) for _ in range(121)]
    assert [answer.status_code for answer in answers[-2:]] in ([200, 429], [200, 200])  # a minute may turn meanwhile
    while (answer := alice.client.get("/search/?q=")).status_code == 200:
        pass
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert "One moment, please" in answer.content.decode()
    bob.get("/search/")
    cache.clear()
    alice.get("/search/")


@pytest.mark.parametrize("htmx", [False, True])
def test_queries_do_not_grow(alice: Viewer, zebra: Title, htmx: bool) -> None:
    few = count_queries(alice, "/search/?q=zeb", htmx=htmx)
    for number in range(20):
        title = make_title(f"Zebra {number}", "Western", f"Zeb {number}")
        person = Person.objects.create(name=f"Zeb {number}", slug=f"zeb-{number}")
        Credit.objects.create(title=title, person=person)
        make_genre(f"Zebu {number}")
    index_titles()
    assert count_queries(alice, "/search/?q=zeb", htmx=htmx) <= few
