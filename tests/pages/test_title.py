"""The title page and the look that a card gives."""

import re

import pytest

from accounts import services
from catalog.models import Credit, Person, Title
from recommendations.assembly import StoredRow
from recommendations.models import HomePage, TitleStatistics
from tests.factories import make_series, make_title, make_titles, watch
from tests.pages.conftest import Viewer, count_queries


def credit(title: Title, name: str, role: str = Credit.Role.ACTOR, character: str = "") -> Person:
    person = Person.objects.get_or_create(slug=name.lower().replace(" ", "-"), defaults={"name": name})[0]
    Credit.objects.create(title=title, person=person, role=role, character=character)
    return person


def stored(viewer: Viewer, kind: str, titles: list[Title], because: list[Title], **about: object) -> None:
    ids = [one.pk for one in because]
    row = StoredRow(kind, kind, about, [title.pk for title in titles], {title.pk: ids for title in titles}).to_json()
    HomePage.objects.create(profile=viewer.profile, rows=[row], taste_version=0)


def test_it_says_what_there_is_to_know(alice: Viewer) -> None:
    title = make_title("The Long Road", "Drama", "War", age=12, year=1972, runtime=123, synopsis="Far & away.")
    credit(title, "Jo Doe", character="Anna")
    credit(title, "Kim Lee", Credit.Role.DIRECTOR)
    page = alice.get(title.get_absolute_url())
    for told in ("The Long Road", "1972", "2 h 3 min", "12+", "Far &amp; away.", "Jo Doe", "Anna", "Directed by"):
        assert told in page
    for link in ("/genre/drama/", "/genre/war/", "/person/jo-doe/", "/person/kim-lee/", f"/watch/{title.slug}/"):
        assert f'href="{link}' in page
    assert "≈" not in page.replace("What stands with ≈ is an estimate.", "")


def test_estimates_are_marked(alice: Viewer) -> None:
    title = make_title("Guessed", age=12, runtime=90, assumed=["runtime", "maturity"])
    page = alice.get(title.get_absolute_url())
    assert "≈ 1 h 30 min" in page
    assert "≈ 12+" in page


def test_its_maturity_is_said_in_words_with_what_it_is_for(alice: Viewer) -> None:
    title = make_title("Stormy", age=12, year=1972, advice=["threat", "flashes"])
    page = alice.get(title.get_absolute_url())
    assert "For people of 12 years and older." in page
    assert "Threat, Flashing lights." in page
    assert "An estimate from" not in page
    assert title.maturity is not None
    title.maturity.meaning = "Moderate violence."
    title.maturity.save()
    Title.objects.update(assumed=["maturity"])
    page = alice.get(title.get_absolute_url())
    assert "Moderate violence." in page
    assert "An estimate from its genres and its year." in page


def test_its_year_leads_to_others_of_the_year(alice: Viewer) -> None:
    title = make_title(year=1972)
    assert '<a href="/year/1972/">1972</a>' in alice.get(title.get_absolute_url())


def test_a_title_without_facts_is_a_page(alice: Viewer) -> None:
    title = make_title("Bare", age=None, year=None, runtime=None)
    alice.get(title.get_absolute_url())
    alice.get(f"/watch/{title.slug}/")


def test_it_says_where_it_was_left(alice: Viewer) -> None:
    title = make_title("Half", runtime=100)
    address = title.get_absolute_url()
    assert "Resume" not in alice.get(address)
    watch(alice.profile, title, 0.5)
    assert "Resume" in alice.get(address)
    assert "50 min left" in alice.get(address)
    watch(alice.profile, title, 1)
    assert "Watch again" in alice.get(address)


def test_a_series_goes_on_with_the_next_episode(alice: Viewer) -> None:
    series = make_series("Long Story", seasons=2, episodes=2)
    first, second = series.seasons.get(number=1).episodes.all()
    assert "S1 · E1" in alice.get(series.get_absolute_url())
    watch(alice.profile, series, 1, episode=first)
    page = alice.get(series.get_absolute_url())
    assert "S1 · E2" in page
    assert f"episode={second.pk}" in page
    assert page.count("2 episodes") == 2
    watch(alice.profile, series, 1, episode=second)
    assert "S2 · E1" in alice.get(series.get_absolute_url())


def test_a_series_without_episodes_cannot_be_played(alice: Viewer) -> None:
    series = make_series("Announced", episodes=0)
    assert f'href="/watch/{series.slug}/' not in alice.get(series.get_absolute_url())
    alice.get(f"/watch/{series.slug}/", 404)


def test_the_reason_is_the_stored_pages(alice: Viewer, bob: Viewer) -> None:
    title, cause = make_title("Effect"), make_title("Cause")
    stored(alice, "top_picks", [title], [cause])
    for address in (title.get_absolute_url(), f"/title/{title.slug}/peek/"):
        told = alice.get(address, htmx=True)
        assert "Chosen from everything you have watched and rated." in told
        assert f'<a href="{cause.get_absolute_url()}">Cause</a>' in told
        assert "Chosen from everything" not in bob.get(address, htmx=True)


def test_a_reason_that_speaks_of_a_title_out_of_sight_is_left_out(alice: Viewer) -> None:
    title, cause = make_title("Effect"), make_title("Cause")
    stored(alice, "because_you_watched", [title], [], title=cause.pk)
    assert "Close to Cause in its viewers, cast and genres." in alice.get(title.get_absolute_url())
    Title.objects.filter(pk=cause.pk).update(published_at=None)
    assert "Cause" not in alice.get(title.get_absolute_url())


def test_what_is_on_no_row_has_a_reason_where_what_is_like_it_was_liked(alice: Viewer) -> None:
    title, liked, loved, other = make_title("Title"), make_title("Liked"), make_title("Loved"), make_title("Other")
    for one, value in ((liked, 1), (loved, 2), (other, -1)):
        services.rate(profile=alice.profile, title=one, value=value)
    assert "It is close to what you like." not in alice.get(title.get_absolute_url())
    TitleStatistics.objects.create(title=title, similar=[loved.pk, other.pk, liked.pk])
    page = alice.get(title.get_absolute_url())
    why = re.search(r'<p class="why">.*?</p>', page, re.DOTALL)
    assert why
    assert "It is close to what you like." in why[0]
    assert re.findall(r'<a href="[^"]+">(\w+)</a>', why[0]) == ["Loved", "Liked"]


def test_more_like_this_is_by_the_model_in_its_order(alice: Viewer) -> None:
    title, one, two, hidden, disliked = make_titles(5, "Drama")
    TitleStatistics.objects.create(title=title, similar=[two.pk, hidden.pk, disliked.pk, one.pk])
    Title.objects.filter(pk=hidden.pk).update(published_at=None)
    services.rate(profile=alice.profile, title=disliked, value=-1)
    page = alice.get(title.get_absolute_url())
    assert re.findall(r'class="card" data-title="(\d+)"', page) == [str(two.pk), str(one.pk)]


def test_without_a_model_more_like_this_is_of_its_genre(alice: Viewer) -> None:
    title, other = make_titles(2, "Drama")
    make_title("Elsewhere", "War")
    page = alice.get(title.get_absolute_url())
    assert re.findall(r'class="card" data-title="(\d+)"', page) == [str(other.pk)]


def test_the_look_of_a_card_holds_every_action(alice: Viewer) -> None:
    title = make_title("Looked at", "Drama")
    services.rate(profile=alice.profile, title=title, value=2)
    look = alice.get(f"/title/{title.slug}/peek/?row=top_picks", htmx=True)
    for address in ("rate", "list"):
        assert f'action="/title/{title.slug}/{address}/"' in look
    assert f'href="/watch/{title.slug}/?row=top_picks"' in look
    assert re.search(r'id="love-\d+" name="value" value="0" aria-pressed="true"', look)
    assert "<html" not in look
    without_script = alice.client.get(f"/title/{title.slug}/peek/")
    assert without_script["Location"] == title.get_absolute_url()


@pytest.mark.parametrize("address", ["title", "watch"])
def test_what_is_not_published_is_not_there(alice: Viewer, address: str) -> None:
    title = make_title("Draft", published_at=None)
    alice.get(f"/{address}/{title.slug}/", 404)
    alice.get(f"/{address}/no-such-title/", 404)


def test_its_queries_do_not_grow(alice: Viewer) -> None:
    small, large = make_series("Small", 1, 1), make_series("Large", 20, 2)
    for title, number in ((small, 1), (large, 20)):
        kin = make_titles(number, "Drama", "War")
        for one in kin:
            credit(title, f"Person {one.pk}")
            credit(one, f"Person {one.pk}")
        TitleStatistics.objects.create(title=title, similar=[one.pk for one in kin])
    assert count_queries(alice, small.get_absolute_url()) == count_queries(alice, large.get_absolute_url())


def test_a_looks_queries_do_not_grow(alice: Viewer) -> None:
    title, *others = make_titles(30, "Drama")
    address = f"/title/{title.slug}/peek/"
    stored(alice, "top_picks", [title, *others[:6]], others[:1])
    few = count_queries(alice, address, htmx=True)
    HomePage.objects.all().delete()
    stored(alice, "top_picks", [title, *others], others[:20])
    assert count_queries(alice, address, htmx=True) == few <= 5
