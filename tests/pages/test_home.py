"""The home page, its rows in batches, and how a page learns that there is a newer one."""

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import override, trans_real

from accounts import services
from accounts.models import WatchState
from catalog.models import Title
from catalog.templatetags.titles import query
from recommendations import fragments, homepage, pipeline, statistics, tasks
from recommendations.assembly import StoredRow
from recommendations.homepage import Card, PageRow
from recommendations.models import HomePage
from tests.factories import make_profile, make_series, make_title, make_titles, watch, watch_all, watched
from tests.pages.conftest import HTMX, Viewer, count_queries

GENRES = ["Horror", "Comedy", "Drama", "Western", "Romance", "Sci-Fi", "War", "Crime", "Mystery", "History"]


@pytest.fixture
def catalogue(db: None) -> list[Title]:
    """Enough for more than one batch of rows."""
    titles = [title for genre in GENRES for title in make_titles(14, genre)]
    fan = make_profile()
    watched(fan, titles[::2])
    statistics.recount()
    return titles


def keys(page: str) -> list[str]:
    """The rows of the stored page."""
    found = re.findall(r'<section class="row[^"]*" data-key="([^"]+)"', page)
    return [key for key in found if key not in {"continue_watching", "my_list"}]


def onward(page: str) -> str:
    """Where the next rows are; empty at the end."""
    found = re.search(r'<a class="button" href="(/rows/[?]after=[^"]+)"', page)
    return unescape(found[1]) if found else ""


def batches(viewer: Viewer, first: str) -> Iterator[str]:
    """A page and all that follows, as a browser asks for it."""
    yield first
    while following := onward(first):
        yield (first := viewer.get(following, htmx=True))


def stored_titles(page: str) -> list[str]:
    """The billboard's title, and those of the stored rows, one by one."""
    rows = re.findall(r'<section class="row[^"]*" data-key="([^"]+)".*?</section>', page, re.DOTALL)
    whole = re.findall(r'<section class="row.*?</section>', page, re.DOTALL)
    listed = [text for key, text in zip(rows, whole, strict=True) if key not in {"continue_watching", "my_list"}]
    return re.findall(r'data-key="billboard" data-title="(\d+)"', page) + shown("".join(listed))


def shown(page: str) -> list[str]:
    return re.findall(r'class="card" data-title="(\d+)"', page)


def test_a_page_without_a_stored_one_is_a_page_all_the_same(alice: Viewer, catalogue: list[Title]) -> None:
    page = alice.get("/")
    assert len(keys(page)) >= 1
    assert "This page learns from you." in page
    assert 'data-state="waiting"' in page


def test_no_title_is_shown_twice(alice: Viewer, catalogue: list[Title]) -> None:
    pipeline.refresh(alice.profile.pk)
    page = "".join(batches(alice, alice.get("/")))
    assert page.count('data-key="billboard"') == 1
    titles = stored_titles(page)
    assert len(titles) == len(set(titles)) > 40
    assert len(keys(page)) == len(set(keys(page)))


def test_rows_come_in_batches_with_and_without_a_script(alice: Viewer, catalogue: list[Title]) -> None:
    pipeline.refresh(alice.profile.pk)
    first = alice.get("/")
    assert len(keys(first)) == homepage.BATCH
    link = onward(first)
    assert link
    fragment, whole = alice.get(link, htmx=True), alice.get(link)
    assert "<html" not in fragment
    assert "<html" in whole
    assert keys(fragment) == keys(whole) != []
    assert not set(keys(fragment)) & set(keys(first))


def test_what_was_begun_goes_on_where_it_was_left(alice: Viewer, catalogue: list[Title]) -> None:
    watch(alice.profile, catalogue[0], 0.4)
    page = alice.get("/")
    assert "Continue watching" in page
    assert re.search(r'<progress[^>]*value="40"', page)
    assert "1 h left" in page
    alice.post(f"/title/{catalogue[0].slug}/dismiss/")
    assert "Continue watching" not in alice.get("/")


def test_an_episode_is_named_where_it_was_left(alice: Viewer) -> None:
    series = make_series("Long Story")
    episode = series.seasons.get().episodes.all()[1]
    watch(alice.profile, series, 0.4, episode=episode)
    page = alice.get("/")
    assert "S1 · E2" in page
    assert f"episode={episode.pk}" in page


def test_what_was_rated_down_is_gone_before_the_next_page_is_made(alice: Viewer, catalogue: list[Title]) -> None:
    pipeline.refresh(alice.profile.pk)
    title = shown(alice.get("/"))[0]
    services.rate(profile=alice.profile, title=Title.objects.get(pk=title), value=-1)
    assert title not in shown(alice.get("/"))


def test_a_page_is_asked_for_where_there_is_none_or_an_old_one(alice: Viewer, catalogue: list[Title]) -> None:
    key = f"refresh:{alice.profile.pk}"
    alice.get("/")
    assert cache.get(key)
    cache.clear()
    pipeline.refresh(alice.profile.pk)
    assert 'data-state="current"' in alice.get("/")
    assert not cache.get(key)
    HomePage.objects.update(built_at=timezone.now() - timedelta(hours=13))
    assert 'data-state="waiting"' in alice.get("/")
    assert cache.get(key)


def test_a_newer_page_is_told_by_its_version(alice: Viewer, catalogue: list[Title]) -> None:
    pipeline.refresh(alice.profile.pk)
    first = alice.client.get("/rows/", headers={"HX-Request": "true"})
    assert first["Page-State"] == "current"
    asked = {"HX-Request": "true", "If-None-Match": first["ETag"]}
    assert alice.client.get("/rows/", headers=asked).status_code == 304
    services.rate(profile=alice.profile, title=catalogue[0], value=2)
    waiting = alice.client.get("/rows/", headers=asked)
    assert (waiting.status_code, waiting["Page-State"]) == (304, "waiting")
    pipeline.refresh(alice.profile.pk)
    newer = alice.client.get("/rows/", headers=asked)
    assert (newer.status_code, newer["Page-State"]) == (200, "current")
    assert 'data-key="billboard"' in newer.content.decode()


def test_a_page_is_nobody_elses_and_is_kept_by_no_cache(alice: Viewer, bob: Viewer, catalogue: list[Title]) -> None:
    watch(alice.profile, catalogue[0], 0.4)
    assert "Continue watching" not in bob.get("/")
    answer = alice.client.get("/")
    assert "private" in answer["Cache-Control"]
    assert {"Cookie", "HX-Request"} <= set(answer["Vary"].split(", "))


@pytest.mark.parametrize("query", ["", "shown=0", "shown=9999", "shown=½", "shown=%00"])
def test_odd_numbers_are_no_error(alice: Viewer, catalogue: list[Title], query: str) -> None:
    assert keys(alice.get(f"/rows/?{query}"))
    assert keys(alice.get(f"/rows/?{query}", htmx=True))


@pytest.mark.parametrize("after", ["", "x", "½", "%00", "A" * 9000, "eNoDAAAAAAE", "from=6"])
def test_a_link_that_makes_no_sense_leads_to_the_beginning(alice: Viewer, catalogue: list[Title], after: str) -> None:
    assert alice.client.get(f"/rows/?after={after}").headers["Location"] == "/"
    assert alice.client.get(f"/rows/?after={after}", headers=HTMX).headers["HX-Redirect"] == "/"


def test_a_batch_is_of_the_page_that_stands_now_and_repeats_nothing(alice: Viewer, catalogue: list[Title]) -> None:
    watch_all(alice.profile, catalogue[:4])
    pipeline.refresh(alice.profile.pk)
    first = alice.get("/")
    before = alice.get(onward(first), htmx=True)
    # Everything moves: what was sent is at the end of the new page now, and rows have other titles.
    page = HomePage.objects.get()
    rows = [{**row, "titles": row["titles"][::-1]} for row in page.rows[::-1]]
    HomePage.objects.update(rows=[{**rows[0], "key": "newly:made"}, *rows[1:]], built_at=timezone.now())
    after = list(batches(alice, alice.get(onward(first), htmx=True)))
    assert keys(after[0])[0] == "newly:made"
    assert keys(after[0]) != keys(before)
    everything = stored_titles(first + "".join(after))
    assert len(everything) == len(set(everything))
    assert not set(keys(first)) & set(keys("".join(after)))


def test_a_title_that_moved_into_a_later_row_is_left_out_and_a_row_with_few_left_is_skipped(
    alice: Viewer, catalogue: list[Title]
) -> None:
    ids = [title.pk for title in catalogue]
    made = [StoredRow("genres", f"genres:{n}", {"genre": "Any"}, ids[n * 10 : n * 10 + 10]) for n in range(12)]
    HomePage.objects.create(profile=alice.profile, rows=[row.to_json() for row in made], taste_version=0)
    first = alice.get("/")
    sent = [int(title) for title in stored_titles(first)]
    assert len(sent) == 60
    made[6] = replace(made[6], titles=[*sent[:6], *ids[120:124]])  # four are left: too few
    made[7] = replace(made[7], titles=[*sent[6:9], *ids[124:129]])  # five are left
    made[8] = StoredRow("top_ten", "top_ten", {}, [*sent[9:15], *ids[130:134]])
    HomePage.objects.update(rows=[row.to_json() for row in made], built_at=timezone.now())
    following = "".join(batches(alice, alice.get(onward(first), htmx=True)))
    assert keys(following) == ["genres:7", "genres:9", "genres:10", "genres:11"]
    assert shown(following)[:5] == [str(pk) for pk in ids[124:129]]


def test_rows_that_masks_have_emptied_do_not_stop_the_page(alice: Viewer, catalogue: list[Title]) -> None:
    ids = [title.pk for title in catalogue]
    made = [StoredRow("genres", f"genres:{n}", {"genre": "Any"}, ids[n * 5 : n * 5 + 5]) for n in range(20)]
    HomePage.objects.create(profile=alice.profile, rows=[row.to_json() for row in made], taste_version=0)
    Title.objects.filter(pk__in=ids[30:60]).update(withdrawn_at=timezone.now())
    everything = list(batches(alice, alice.get("/")))
    assert len(everything) == 4
    assert keys(everything[1]) == []
    assert keys("".join(everything)) == [f"genres:{n}" for n in (*range(6), *range(12, 20))]


def test_the_clock_alone_brings_titles_and_takes_them_away(alice: Viewer, catalogue: list[Title]) -> None:
    ids = [title.pk for title in catalogue]
    row = StoredRow("genres", "genres:any", {"genre": "Any"}, ids[:8])
    HomePage.objects.create(profile=alice.profile, rows=[row.to_json()], taste_version=0)
    alice.get("/")
    soon = timezone.now() + timedelta(seconds=0.7)
    Title.objects.filter(pk=ids[2]).update(withdrawn_at=soon)
    Title.objects.filter(pk=ids[3]).update(published_at=soon)
    before = shown(alice.get("/"))
    assert (str(ids[2]) in before, str(ids[3]) in before) == (True, False)
    time.sleep(max(0.0, (soon - timezone.now()).total_seconds()) + 0.05)
    after = shown(alice.get("/"))
    assert (str(ids[2]) in after, str(ids[3]) in after) == (False, True)


def test_what_a_script_kept_on_the_page_is_not_sent_again(alice: Viewer, catalogue: list[Title]) -> None:
    pipeline.refresh(alice.profile.pk)
    link = onward(alice.get("/"))
    following = alice.get(link, htmx=True)
    title, row = shown(following)[3], keys(following)[1]
    without = alice.get(f"{link}&title={title}&title=x&row={row}", htmx=True)
    assert title in shown(following)
    assert title not in shown(without)
    assert row in keys(following)
    assert row not in keys(without)


def test_a_row_that_counts_shows_places(alice: Viewer, catalogue: list[Title]) -> None:
    ids = [title.pk for title in catalogue]
    first = StoredRow("genres", "genres:any", {"genre": "Any"}, ids[:8])
    places = {pk: place for place, pk in enumerate(ids[10:20], 1) if place != 4}
    top = StoredRow("top_ten", "top_ten", {}, list(places), places=places)
    HomePage.objects.create(profile=alice.profile, rows=[first.to_json(), top.to_json()], taste_version=0)
    page = alice.get("/")
    assert re.findall(r'<b data-digits="[12]" class="card__number" aria-hidden="true">(\d+)</b>', page) == [
        "1",
        "2",
        "3",
        *"56789",
        "10",
    ]
    assert '<ol class="row__cards"' in page
    services.rate(profile=alice.profile, title=catalogue[12], value=-1)
    left = re.findall(r'<b data-digits="[12]" class="card__number" aria-hidden="true">(\d+)</b>', alice.get("/"))
    assert left == ["1", "2", *"56789", "10"], "the others keep their places"


def test_the_page_s_own_billboard_is_at_the_top_or_else_a_card_of_the_first_row(
    alice: Viewer, catalogue: list[Title]
) -> None:
    ids = [title.pk for title in catalogue]
    made = [
        StoredRow("billboard", "billboard", {}, [ids[90]], {ids[90]: [ids[91]]}),
        StoredRow("top_picks", "top_picks", {}, ids[:8]),
    ]
    HomePage.objects.create(profile=alice.profile, rows=[row.to_json() for row in made], taste_version=0)
    page = alice.get("/")
    assert stored_titles(page) == [str(pk) for pk in (ids[90], *ids[:8])]
    assert catalogue[91].name in page
    assert f'href="/watch/{catalogue[90].slug}/?row=billboard"' in page
    watch(alice.profile, catalogue[90], 0.2)
    assert stored_titles(alice.get("/")) == [str(pk) for pk in ids[:8]]


def test_headings_lead_to_more(alice: Viewer, catalogue: list[Title]) -> None:
    ids = [title.pk for title in catalogue]
    made = [
        StoredRow("genres", "genres:horror", {"genre": "Horror", "slug": "horror"}, ids[:8]),
        StoredRow("actor", "actor:ada", {"person": "Ada", "person_slug": "ada-1", "liked": 3}, ids[20:28]),
    ]
    HomePage.objects.create(profile=alice.profile, rows=[row.to_json() for row in made], taste_version=0)
    page = alice.get("/")
    assert re.search(r'<a href="/genre/horror/">Horror', page)
    assert re.search(r'<a href="/person/ada-1/">With Ada', page)
    assert "You liked 3 titles with Ada." in page


def test_my_list_stands_after_two_rows_the_newest_first_without_what_is_finished(
    alice: Viewer, catalogue: list[Title], child: Viewer
) -> None:
    series = make_series("Long Story")
    watch(alice.profile, series, 1.0, episode=series.seasons.get().episodes.first())
    watch(alice.profile, catalogue[1], 1.0)
    for title in [*catalogue[:4], make_title("Adults Only", age=18), series]:
        services.toggle_list(profile=alice.profile, title=title, listed=True)
        services.toggle_list(profile=child.profile, title=title, listed=True)
    pipeline.refresh(alice.profile.pk)
    page = alice.get("/")
    found = re.findall(r'<section class="row[^"]*" data-key="([^"]+)"', page)
    assert [key for key in found if key != "continue_watching"][2] == "my_list"
    row = re.search(r'data-key="my_list".*?</section>', page, re.DOTALL)
    assert row is not None
    assert '<a href="/my-list/">My List' in row[0]
    listed = ["Long Story", "Adults Only", *(catalogue[n].name for n in (3, 2, 0))]
    assert re.findall(r'alt="(.*?) [(]1999[)]"', row[0]) == listed
    assert "Adults Only" not in child.get("/")
    assert "my_list" not in alice.get(onward(page), htmx=True)
    # A title of the list may stand elsewhere too, and is there at once when it is put aside.
    other = stored_titles(page)[7]
    services.toggle_list(profile=alice.profile, title=Title.objects.get(pk=other), listed=True)
    assert shown(alice.get("/")).count(other) == 2


def test_what_is_begun_leaves_the_rows_at_once_except_to_be_watched_again(
    alice: Viewer, catalogue: list[Title]
) -> None:
    ids = [title.pk for title in catalogue]
    made = [
        StoredRow("top_picks", "top_picks", {}, ids[:9]),
        StoredRow("watch_again", "watch_again", {}, ids[10:18]),
    ]
    HomePage.objects.create(profile=alice.profile, rows=[row.to_json() for row in made], taste_version=0)
    watch(alice.profile, catalogue[4], 0.3)
    watch(alice.profile, catalogue[12])
    page = alice.get("/")
    assert str(ids[4]) not in stored_titles(page)
    assert f'data-title="{ids[4]}"' in page  # in Continue watching
    assert str(ids[12]) in stored_titles(page)


NASTY = ["<b>'Bold'</b> & \"quotes\"", "100 % of %(place)s %s", "Ünïcödé \u202e 電影", "{{ title }} {% now %}"]


@pytest.mark.parametrize("number", [None, 3, 10])
@pytest.mark.parametrize("eager", [True, False])
def test_rows_are_put_together_as_their_templates_have_them(alice: Viewer, number: int | None, eager: bool) -> None:
    titles = [make_title(name, synopsis=name) for name in NASTY]
    state = WatchState(title=titles[0], position=30, duration=6000)
    key = 'because:<"%(cards)s"&>'
    cards = [Card(title, key, number=number) for title in titles]
    resumed = [Card(title, key, state=state) for title in titles]
    row = PageRow(
        "any", key, 'Say "100 %s" & <i>more</i>', [*cards, *resumed], {}, "50 % <u>", number is not None, "/l/?a&b"
    )
    token, place = "T0ken", query(row=key)
    expected = [
        render_to_string(
            "titles/_card.html",
            {"title": card.title, "place": place, "eager": soon, "number": number, "digits": len(str(number))},
        )
        for card, soon in zip(cards, [eager] * fragments.AT_ONCE + [False], strict=True)
    ]
    told = {"place": place, "episode": place, "share": 0, "left": "1 h 40 min left", "csrf_token": token}
    expected += [render_to_string("home/_resume.html", {"title": card.title, **told}) for card in resumed]
    whole = render_to_string("home/_row.html", {"row": row, "eager": eager, "cards": SafeString("".join(expected))})
    for _ in range(2):  # made, and made of held pieces
        assert fragments.row(row, eager=eager, csrf_token=lambda: token) == whole
    assert "<b>'Bold'" not in whole


def test_a_title_that_changes_is_shown_as_it_is_now(alice: Viewer, catalogue: list[Title]) -> None:
    pipeline.refresh(alice.profile.pk)
    title = Title.objects.get(pk=shown(alice.get("/"))[2])
    title.name = "Quite another name"
    title.save()
    assert "Quite another name (1999)" in alice.get("/")


def test_the_page_speaks_each_viewer_s_language(
    alice: Viewer, catalogue: list[Title], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = trans_real.translation("de")._catalog._catalogs[0]  # type: ignore[attr-defined]
    for english, german in (("Watched", "Gesehen"), ("Continue watching", "Weiterschauen")):
        monkeypatch.setitem(words, english, german)
    watch(alice.profile, catalogue[0], 0.4)
    pipeline.refresh(alice.profile.pk)
    assert 'aria-label="Watched"' in alice.get("/")
    with override("de"):
        row = homepage.read(alice.profile).continue_watching
        assert row is not None
        page = fragments.row(row, eager=True, csrf_token=str)
    assert "Weiterschauen" in page
    assert 'aria-label="Gesehen"' in page
    assert "Gesehen" not in alice.get("/")


def test_a_title_that_is_published_makes_the_page_outdated(
    alice: Viewer, catalogue: list[Title], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(homepage, "NEWEST_FOR", 0.0)
    pipeline.refresh(alice.profile.pk)
    assert 'data-state="current"' in alice.get("/")
    version = HomePage.objects.get().version
    assert tasks.refresh(alice.profile.pk) == "current"
    assert HomePage.objects.get().version == version
    make_title("Brand New", "Horror")
    assert 'data-state="waiting"' in alice.get("/")
    assert tasks.refresh(alice.profile.pk) == "stored"
    assert 'data-state="current"' in alice.get("/")
    assert "Brand New" in "".join(batches(alice, alice.get("/")))
    again = HomePage.objects.get().version
    assert tasks.refresh(alice.profile.pk, True) == "stored"
    assert HomePage.objects.get().version != again


def test_what_is_new_is_asked_once_in_a_while(alice: Viewer, catalogue: list[Title]) -> None:
    pipeline.refresh(alice.profile.pk)
    alice.get("/")
    with CaptureQueriesContext(connection) as captured:
        alice.get("/")
    assert not any('MAX("catalog_title"' in q["sql"] or "published_at DESC" in q["sql"] for q in captured)


def test_names_are_text(alice: Viewer) -> None:
    for number in range(6):
        make_title(f"<script>alert({number})</script>", "<b>Bold</b>", synopsis="<img src=x onerror=alert(1)>")
    page = alice.get("/")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page


def test_an_empty_site_says_so(alice: Viewer) -> None:
    assert "Nothing to watch yet" in alice.get("/")


@pytest.mark.parametrize("begun", [0, 1])
def test_it_takes_two_queries(
    alice: Viewer, catalogue: list[Title], begun: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(homepage, "NEWEST_FOR", 3600.0)
    for title in catalogue[:begun]:
        watch(alice.profile, title, 0.4)
    pipeline.refresh(alice.profile.pk)
    cold = count_queries(alice, "/")
    # The rows, titles and the billboard, which nobody was shown before, what was published last, what was begun, My
    # List and the marks; and whether it is still the same.
    assert cold <= 9
    assert count_queries(alice, "/") == 2  # the profile with its page, and whether it is the same
    for title in catalogue[10:30]:
        watch(alice.profile, title, 0.4)
        services.toggle_list(profile=alice.profile, title=title, listed=True)
    pipeline.refresh(alice.profile.pk)
    assert count_queries(alice, "/") <= cold
    assert count_queries(alice, "/") == 2


def test_asking_for_a_newer_page_takes_one_query(alice: Viewer, catalogue: list[Title]) -> None:
    pipeline.refresh(alice.profile.pk)
    tag = alice.client.get("/rows/")["ETag"]
    with CaptureQueriesContext(connection) as captured:
        assert alice.client.get("/rows/", headers={"If-None-Match": tag}).status_code == 304
    assert len(captured) == 2  # the session with its user, the profile with its page


def test_a_look_says_why_the_title_is_in_the_row_that_it_was_opened_from(alice: Viewer, catalogue: list[Title]) -> None:
    ids = [title.pk for title in catalogue]
    made = [
        StoredRow("billboard", "billboard", {}, [ids[0]], {ids[0]: [ids[40]]}),
        StoredRow("popular", "popular", {}, ids[:8]),
        StoredRow(
            "actor", "actor:ada", {"person": "Ada", "person_slug": "ada", "liked": 3}, ids[:8], {ids[3]: [ids[41]]}
        ),
    ]
    HomePage.objects.create(profile=alice.profile, rows=[row.to_json() for row in made], taste_version=0)
    address = catalogue[3].get_absolute_url()
    for path, htmx in ((f"{address}peek/", True), (address, False)):
        assert "Many people here watch this." in alice.get(path, htmx=htmx)
        told = alice.get(f"{path}?row=actor:ada", htmx=htmx)
        assert "You liked 3 titles with Ada." in told
        assert catalogue[41].name in told
