"""Home pages that are kept: the same one is not made again, and what it shows changes it at once."""

import gzip
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone

from accounts import services
from accounts.models import Profile, Rating
from catalog.models import Episode, MaturityRating, Title
from recommendations import homepage, kept, statistics
from recommendations.assembly import StoredRow
from recommendations.held import Recent
from recommendations.models import HomePage
from tests.factories import make_series, make_titles, watch
from tests.pages.conftest import Viewer

Change = Callable[[Viewer, list[Title]], Any]


@pytest.fixture
def titles(alice: Viewer) -> list[Title]:
    """Those of a page that is stored for Alice, and one that is begun."""
    found = make_titles(30, "Horror")
    ids = [title.pk for title in found]
    rows = [StoredRow("genres", f"genres:{n}", {"genre": "Any"}, ids[n * 10 : n * 10 + 10]) for n in range(2)]
    watch(alice.profile, found[25], 0.3)
    alice.profile.refresh_from_db()
    HomePage.objects.create(
        profile=alice.profile, rows=[row.to_json() for row in rows], taste_version=alice.profile.taste_version
    )
    statistics.recount()
    return found


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The versions of the pages that were made, one after another."""
    found: list[str] = []
    page = homepage.Reading.page

    def counted(self: homepage.Reading) -> homepage.Page:
        found.append(self.version)
        return page(self)

    monkeypatch.setattr(homepage.Reading, "page", counted)
    return found


def without_token(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_a_page_that_would_be_the_same_is_not_made_again(alice: Viewer, titles: list[Title], made: list[str]) -> None:
    first, second = alice.get("/"), alice.get("/")
    assert without_token(first) == without_token(second)
    assert len(made) == 1


def test_its_forms_have_a_token_of_their_own_each_time_and_work(alice: Viewer, titles: list[Title]) -> None:
    alice.client.handler.enforce_csrf_checks = True
    tokens = [re.findall(r'name="csrfmiddlewaretoken" value="(\w{64})"', alice.get("/")) for _ in range(2)]
    assert len(tokens[0]) == len(tokens[1]) >= 2
    assert tokens[0] != tokens[1]
    alice.post(f"/title/{titles[25].slug}/dismiss/", csrfmiddlewaretoken=tokens[1][1])
    assert "Continue watching" not in alice.get("/")
    alice.post(f"/title/{titles[1].slug}/dismiss/", 403, csrfmiddlewaretoken="x" * 64)


def dislike(alice: Viewer, titles: list[Title]) -> None:
    services.rate(profile=alice.profile, title=titles[3], value=Rating.Value.DOWN)


def play(alice: Viewer, titles: list[Title]) -> None:
    watch(alice.profile, titles[4], 0.5)


def play_a_little_further(alice: Viewer, titles: list[Title]) -> None:
    alice.profile.watch_states.update(position=F("position") + 61)


def put_aside(alice: Viewer, titles: list[Title]) -> None:
    services.toggle_list(profile=alice.profile, title=titles[26])


def dismiss(alice: Viewer, titles: list[Title]) -> None:
    services.dismiss(profile=alice.profile, title=titles[25])


def withdraw(alice: Viewer, titles: list[Title]) -> None:
    Title.objects.filter(pk=titles[5].pk).update(withdrawn_at=timezone.now())


def delete(alice: Viewer, titles: list[Title]) -> None:
    titles[6].delete()


def rename(alice: Viewer, titles: list[Title]) -> None:
    titles[7].name = "Another name"
    titles[7].save()


def rename_the_profile(alice: Viewer, titles: list[Title]) -> None:
    Profile.objects.filter(pk=alice.profile.pk).update(name="Somebody else")


def make_anew(alice: Viewer, titles: list[Title]) -> None:
    HomePage.objects.update(built_at=timezone.now(), rows=HomePage.objects.get().rows[:1])


CHANGES = [
    dislike, play, play_a_little_further, put_aside, dismiss, withdraw, delete, rename, rename_the_profile,
    make_anew,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_changes_it_is_seen_at_once(
    alice: Viewer, titles: list[Title], change: Change, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before, tag = alice.get("/"), alice.client.get("/")["ETag"]
    change(alice, titles)
    after = alice.client.get("/", headers={"If-None-Match": tag})
    assert after.status_code == 200
    assert without_token(after.content.decode()) != without_token(before)
    assert len(made) == 2
    # And it is what would be made by somebody who keeps nothing.
    monkeypatch.setattr(kept, "_pages", Recent(10))
    assert without_token(alice.get("/")) == without_token(after.content.decode())


def test_what_changes_while_it_is_made_and_back_again_is_not_kept(
    alice: Viewer, titles: list[Title], monkeypatch: pytest.MonkeyPatch
) -> None:
    HomePage.objects.update(taste_version=100)  # so that nothing else tells one page from another
    card = f'data-title="{titles[3].pk}"'
    page = homepage.Reading.page

    def disturbed(self: homepage.Reading) -> homepage.Page:
        dislike(alice, titles)
        return page(self)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(homepage.Reading, "page", disturbed)
        assert card not in alice.get("/")
    alice.profile.ratings.all().delete()
    assert card in alice.get("/")


def test_another_number_of_an_episode_is_seen_at_once(alice: Viewer, titles: list[Title]) -> None:
    series = make_series("Long Story", seasons=1, episodes=2)
    episode = Episode.objects.get(season__title=series, number=1)
    watch(alice.profile, series, 0.4, episode=episode)
    assert "S1 · E1" in alice.get("/")
    Episode.objects.filter(pk=episode.pk).update(number=7)
    assert "S1 · E7" in alice.get("/")


def test_ages_and_limits_are_seen_at_once(alice: Viewer, titles: list[Title]) -> None:
    rating = MaturityRating.objects.create(code="ten", minimum_age=10)
    Title.objects.filter(pk=titles[8].pk).update(maturity=rating)
    card, mine = f'data-title="{titles[8].pk}"', Profile.objects.filter(pk=alice.profile.pk)
    for limit, is_shown in ((12, True), (9, False), (12, True)):
        mine.update(age_limit=limit)
        assert (card in alice.get("/")) == is_shown
    # The rating itself, of which the titles that have it know nothing.
    MaturityRating.objects.filter(pk=rating.pk).update(minimum_age=18)
    assert card not in alice.get("/")


def test_a_browser_that_has_it_is_told_so(alice: Viewer, titles: list[Title], made: list[str]) -> None:
    alice.get("/")
    tag = alice.client.get("/")["ETag"]
    again = alice.client.get("/", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert "private" in again["Cache-Control"]
    # After a sign-in its forms would not work any more.
    alice.client.cookies["csrftoken"] = "y" * 32
    assert alice.client.get("/", headers={"If-None-Match": tag}).status_code == 200
    assert len(made) == 1


def test_nobody_gets_the_page_of_another(alice: Viewer, bob: Viewer, titles: list[Title]) -> None:
    alice.get("/")
    tag = alice.client.get("/")["ETag"]
    assert bob.client.get("/", headers={"If-None-Match": tag}).status_code == 200
    assert without_token(bob.get("/")) != without_token(alice.get("/"))


def test_it_comes_compressed(alice: Viewer, titles: list[Title]) -> None:
    plain = alice.get("/")
    pressed = alice.client.get("/", headers={"Accept-Encoding": "gzip"})
    assert pressed["Content-Encoding"] == "gzip"
    assert without_token(gzip.decompress(pressed.content).decode()) == without_token(plain)
