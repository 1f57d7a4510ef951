"""A child's home and pages: simpler, and of what is meant for children."""

import re

from accounts import services
from accounts.models import Profile
from catalog.models import Credit, Person
from catalog.search import index_titles
from recommendations import pipeline
from recommendations.models import HomePage, TitleStatistics
from recommendations.rows import FOR_CHILDREN, registry
from tests.factories import make_title, make_titles, watch, watch_all
from tests.pages.conftest import Viewer, count_queries


def rows(page: str) -> set[str]:
    """The kinds of rows on a page."""
    return {key.partition(":")[0] for key in re.findall(r'class="row[^"]*" data-key="([^"]+)"', page)}


def watched(viewer: Viewer) -> None:
    """A past and a catalogue by which many kinds of rows are made."""
    titles = make_titles(40, "Family", age=0, year=1985, runtime=20) + make_titles(20, "Animation", "Family", age=7)
    for title in titles:
        TitleStatistics.objects.create(title=title, popularity=5, views=3, trend=2, viewers=4)
    watch_all(viewer.profile, titles[:8])
    for title in titles[8:11]:
        services.rate(profile=viewer.profile, title=title, value=2)
    pipeline.refresh(viewer.profile.pk)


def test_its_home_is_of_plain_rows_and_begins_with_kinds_of_films(child: Viewer, alice: Viewer) -> None:
    for viewer in (child, alice):
        watched(viewer)
    page = child.get("/")
    assert "Hello, Child!" in page
    assert re.findall(r'class="tile" href="([^"]+)"', page) == ["/genre/animation/", "/genre/family/"]
    shown = rows(page) - {"continue_watching", "my_list"}
    assert shown
    assert shown <= FOR_CHILDREN
    assert rows(alice.get("/")) - FOR_CHILDREN - {"continue_watching", "my_list"}, "grown-ups have others"
    assert set(registry.kinds) >= FOR_CHILDREN


def test_every_page_is_a_child_s(child: Viewer, alice: Viewer) -> None:
    make_title("Paper Moon", "Family")
    for path in ("/", "/my-list/", "/search/", "/genre/family/", "/history/"):
        page = child.get(path)
        assert "css/kids." in page
        assert re.search(r'<body class="[^"]*for-kids"', page)
        assert page.count('<a class="tab') == 3
        assert "/profiles/manage/" not in page
        assert "for-kids" not in alice.get(path)


def test_a_page_from_before_it_was_a_child_s_shows_no_other_rows(alice: Viewer) -> None:
    watched(alice)
    before = HomePage.objects.get(profile=alice.profile)
    assert {row["kind"] for row in before.rows} - FOR_CHILDREN
    Profile.objects.filter(pk=alice.profile.pk).update(is_kids=True, age_limit=9)
    assert rows(alice.get("/")) - {"continue_watching", "my_list"} <= FOR_CHILDREN


def test_nobody_is_found_who_is_in_nothing_for_children(child: Viewer, alice: Viewer) -> None:
    for name, age in (("Vera Dark", 18), ("Vera Light", 0)):
        person = Person.objects.create(name=name, slug=name.lower().replace(" ", "-"))
        Credit.objects.create(title=make_title(age=age), person=person)
    index_titles()
    assert "Vera Dark" in alice.get("/search/?q=vera")
    assert "Vera Dark" not in child.get("/search/?q=vera")
    assert "Vera Light" in child.get("/search/?q=vera")


def test_home_costs_the_same_however_much_there_is(child: Viewer) -> None:
    def cost(number: int) -> int:
        for genre in range(number):
            watch(child.profile, make_titles(6, f"Genre {number}-{genre}", age=0)[0], 0.5)
        pipeline.refresh(child.profile.pk)
        child.get("/")
        return count_queries(child, "/")

    assert cost(1) == cost(12)
