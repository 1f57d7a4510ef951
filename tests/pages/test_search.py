"""Searching: a page for those who submit, results for those who type, and what is kept of it."""

import re

import pytest
from django.core.cache import cache

from accounts import services
from accounts.models import SearchQuery
from catalog.models import Credit, Person, Title
from catalog.search import index_titles
from recommendations.models import TitleStatistics
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


def carried(results: str) -> str:
    found = re.search(r'data-settling="([^"]+)" data-settled="/search/settled/"', results)
    assert found
    return found[1]


def test_what_was_typed_and_left_so_is_kept_once_with_what_it_found(alice: Viewer, zebra: Title) -> None:
    results = alice.get("/search/?q=zeb", htmx=True)
    for _ in range(2):
        alice.post("/search/settled/", 204, carried=carried(results))
    search = SearchQuery.objects.get()
    assert (search.text, search.results, search.found, search.opened) == ("zeb", 1, [zebra.pk], None)
    alice.get(link(results, zebra), 302)
    search = SearchQuery.objects.get()
    assert (search.found, search.opened) == ([zebra.pk], zebra)


def test_who_goes_on_typing_has_searched_once_and_who_opened_something_twice(alice: Viewer, zebra: Title) -> None:
    for text in ("zeb", "zebra", "zebr"):
        alice.post("/search/settled/", 204, carried=carried(alice.get(f"/search/?q={text}", htmx=True)))
    assert SearchQuery.objects.get().text == "zebr"
    alice.get(link(alice.get("/search/?q=zebr", htmx=True), zebra), 302)
    alice.get("/search/?q=zebra")
    alice.get("/search/?q=west")
    assert sorted(SearchQuery.objects.values_list("text", flat=True)) == ["west", "zebr", "zebra"]


def test_nobody_keeps_a_search_in_somebody_elses_name(alice: Viewer, bob: Viewer, zebra: Title) -> None:
    bob.post("/search/settled/", 204, carried=carried(alice.get("/search/?q=zeb", htmx=True)))
    for forged in ("", "x", "1:2:3", "\0"):
        alice.post("/search/settled/", 204, carried=forged)
    assert not SearchQuery.objects.exists()


def test_recent_searches_are_listed_once_each_and_forgotten_one_by_one_or_all(
    alice: Viewer, bob: Viewer, zebra: Title
) -> None:
    for text in ("zebra", "western", "ZEBRA", "qqqqqq"):
        alice.get(f"/search/?q={text}")
    bob.get("/search/?q=zebra")
    page = alice.get("/search/")
    assert re.findall(r'class="recent__text">(.*?)<', page) == ["ZEBRA", "western"]
    [pk] = re.findall(r'name="search" value="(\d+)".*?Remove “ZEBRA”', page)
    bob.post("/search/forget/", search=pk)
    assert "ZEBRA" in alice.get("/search/")
    part = alice.post("/search/forget/", 200, htmx=True, search=pk).content.decode()
    assert re.findall(r'class="recent__text">(.*?)<', part) == ["western"]
    assert "<html" not in part
    for odd in ("", "x", "9" * 40):
        alice.post("/search/forget/", search=odd)
    assert "western" in alice.get("/search/")
    assert alice.post("/search/forget/")["Location"] == "/search/"
    assert not SearchQuery.objects.filter(profile=alice.profile).exists()
    assert 'id="recent"' not in alice.get("/search/")
    assert SearchQuery.objects.get().profile == bob.profile


def test_what_is_not_held_is_said_so_with_what_is_closest_and_more_like_it(alice: Viewer, zebra: Title) -> None:
    like, hidden, disliked = make_title("Quiet Rivers"), make_title("Gone", published_at=None), make_title("Loud")
    services.rate(profile=alice.profile, title=disliked, value=-1)
    TitleStatistics.objects.create(title=zebra, similar=[hidden.pk, disliked.pk, like.pk])
    page = alice.get("/search/?q=zebra croaking at dawn")
    assert "Nothing here is called “zebra croaking at dawn”" in page
    assert "More like Zebra Crossing" in page
    assert zebra.slug in page
    assert like.slug in page
    assert hidden.slug not in page
    assert disliked.slug not in page
    assert "Nothing here is called" not in alice.get("/search/?q=zebra crossin")


def test_suggestions_lead_to_titles_people_and_genres(alice: Viewer, zebra: Title) -> None:
    part = alice.get("/search/?q=z", htmx=True)
    assert re.findall(r'id="suggested-\d" href="([^"?]*)', part) == [zebra.get_absolute_url(), "/person/zoe-zane/"]
    assert 'href="/genre/western/"' in alice.get("/search/?q=western", htmx=True)


def test_a_child_is_shown_no_genre_and_nobody_of_what_it_may_not_see(child: Viewer, zebra: Title) -> None:
    Title.objects.update(maturity=None)
    for text in ("western", "zoe zane", "zebra"):
        page = child.get(f"/search/?q={text}", htmx=True)
        assert "/genre/" not in page
        assert "/person/" not in page
        assert zebra.slug not in page


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
