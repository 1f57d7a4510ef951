"""Editing the catalogue."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog.models import Credit, Genre, Person, Title, TitleGenre
from catalog.search import index_titles, search
from tests.factories import make_genre, make_profile, make_series, make_title, watch

HOUR = dt.timedelta(hours=1)
CHANGELIST = "admin:catalog_title_changelist"


def form(page: Any, **changes: Any) -> dict[str, Any]:
    """What a browser would send from this page, with some fields changed."""
    forms = [
        page.context["adminform"].form,
        *(one.formset.management_form for one in page.context["inline_admin_formsets"]),
    ]
    forms += [inline for one in page.context["inline_admin_formsets"] for inline in one.formset.forms]
    values: dict[str, Any] = {}
    for one in forms:
        for field in one:
            value = field.value()
            if isinstance(value, dt.datetime):
                local = timezone.localtime(value)
                values |= {f"{field.html_name}_0": local.date(), f"{field.html_name}_1": local.strftime("%H:%M:%S.%f")}
            elif value is not None and value is not False:
                values[field.html_name] = value
    return {**values, **changes}


def edit(site: Client, title: Title, **changes: Any) -> Title:
    url = reverse("admin:catalog_title_change", args=[title.pk])
    response = site.post(url, form(site.get(url), **changes))
    assert response.status_code == 302, response.context["errors"]
    return Title.objects.get(pk=title.pk)


def act(site: Client, action: str, *titles: Title) -> list[str]:
    data = {"action": action, "_selected_action": [title.pk for title in titles]}
    page = site.post(reverse(CHANGELIST), data, follow=True)
    return [str(message) for message in page.context["messages"]]


def names(site: Client, **query: str) -> set[str]:
    return {title.name for title in site.get(reverse(CHANGELIST), query).context["cl"].result_list}


def found(text: str) -> list[Title]:
    return search(text, Title.objects.all()).titles


def test_a_new_title_is_found_by_what_was_typed(site: Client) -> None:
    genre, person = make_genre("Horror"), Person.objects.create(name="Zoë Quill", slug="zoe-quill")
    url = reverse("admin:catalog_title_add")
    page = site.get(url)
    data = form(page, name="The Attic", slug="the-attic", year=2001)
    data |= {"title_genres-TOTAL_FORMS": 1, "title_genres-0-genre": genre.pk, "title_genres-0-position": 0}
    data |= {
        "credits-TOTAL_FORMS": 1,
        "credits-0-person": person.pk,
        "credits-0-role": "actor",
        "credits-0-position": 0,
    }
    response = site.post(url, data)
    assert response.status_code == 302, response.context["errors"]
    title = Title.objects.get(slug="the-attic")
    assert found("attic") == found("quill") == found("horror") == [title]


def test_a_new_name_is_searched_by_and_the_old_one_is_not(site: Client) -> None:
    title = make_title("Terror")
    index_titles()
    edit(site, title, name="Delight")
    assert found("delight") == [title]
    assert found("terror") == []


def test_a_change_of_genres_alone_counts_as_a_change_of_the_title(site: Client) -> None:
    title, genre = make_title("Terror", "Horror"), make_genre("Noir")
    link = TitleGenre.objects.get(title=title)
    before = title.updated_at
    after = edit(site, title, **{f"{_prefix(site, title, link)}-genre": genre.pk})
    assert after.updated_at > before
    assert after.genre_names == ["Noir"]
    assert found("noir") == [title]


def _prefix(site: Client, title: Title, row: Any) -> str:
    page = site.get(reverse("admin:catalog_title_change", args=[title.pk]))
    forms = [one for group in page.context["inline_admin_formsets"] for one in group.formset.forms]
    return next(str(one.prefix) for one in forms if one.instance == row)


def test_somebody_else_s_name_is_searched_by_after_it_changed(site: Client) -> None:
    title = make_title("Terror")
    person = Person.objects.create(name="Jo Doe", slug="jo-doe")
    Credit.objects.create(title=title, person=person)
    index_titles()
    url = reverse("admin:catalog_person_change", args=[person.pk])
    assert site.post(url, form(site.get(url), name="Ann Onym")).status_code == 302
    assert found("onym") == [title]
    assert found("doe") == []
    before = Title.objects.get().updated_at
    assert site.post(reverse("admin:catalog_person_delete", args=[person.pk]), {"post": "yes"}).status_code == 302
    assert found("onym") == []
    assert Title.objects.get().updated_at >= before


def test_seasons_are_offered_where_there_can_be_some(site: Client) -> None:
    for title, offered in ((make_title(), False), (make_series(), True)):
        page = site.get(reverse("admin:catalog_title_change", args=[title.pk]))
        kinds = {one.opts.model.__name__ for one in page.context["inline_admin_formsets"]}
        assert ("Season" in kinds) is offered
        assert {"TitleGenre", "Credit"} <= kinds


def test_publishing_and_withdrawing(site: Client) -> None:
    now = timezone.now()
    draft, later = make_title("A", published_at=None), make_title("B", published_at=now + HOUR)
    shown, gone = make_title("C"), make_title("D", published_at=now - 2 * HOUR, withdrawn_at=now - HOUR)
    untouched = shown.updated_at
    assert act(site, "publish", draft, later, shown, gone) == ["3 titles published."]
    assert Title.objects.available().count() == 4
    assert Title.objects.get(pk=shown.pk).updated_at == untouched
    assert Title.objects.get(pk=draft.pk).updated_at > now
    # What comes back is no novelty.
    assert Title.objects.get(pk=gone.pk).published_at == now - 2 * HOUR
    assert act(site, "withdraw", draft, shown) == ["2 titles withdrawn."]
    assert set(Title.objects.available()) == {later, gone}
    assert act(site, "withdraw", draft) == ["0 titles withdrawn."]


@pytest.mark.parametrize(("state", "name"), [("on", "C"), ("draft", "A"), ("later", "B"), ("off", "D")])
def test_titles_are_listed_by_their_state(site: Client, state: str, name: str) -> None:
    now = timezone.now()
    make_title("A", published_at=None)
    make_title("B", published_at=now + HOUR)
    make_title("C")
    make_title("D", published_at=now - 2 * HOUR, withdrawn_at=now - HOUR)
    assert names(site, state=state) == {name}
    assert names(site) == {"A", "B", "C", "D"}


@pytest.mark.parametrize(("text", "name"), [("AMELI", "Amélie"), ("tt0000001", "Blob"), ("a-slug", "Cliff"), ("%", "")])
def test_titles_are_found_published_or_not(site: Client, text: str, name: str) -> None:
    make_title("Amélie", published_at=None)
    make_title("Blob", imdb_id="tt0000001")
    make_title("Cliff", slug="a-slug")
    index_titles()
    assert names(site, q=text) == ({name} if name else set())


def test_a_deletion_says_in_numbers_what_goes_with_it(site: Client) -> None:
    title = make_title("Terror", "Horror")
    for _ in range(3):
        profile = make_profile()
        watch(profile, title, 0.5)
        watch(profile, title, 0.7)
    url = reverse("admin:catalog_title_delete", args=[title.pk])
    page = site.get(url)
    assert dict(page.context["model_count"]) == {
        "titles": 1,
        "genres of titles": 1,
        "plays": 6,
        "watch states": 3,
    }
    assert site.post(url, {"post": "yes"}).status_code == 302
    assert not Title.objects.exists()


def test_a_genre_that_titles_have_cannot_be_deleted(site: Client) -> None:
    make_title("Terror", "Horror")
    url = reverse("admin:catalog_genre_delete", args=[Genre.objects.get().pk])
    assert "1 genres of titles" in site.get(url).content.decode()
    site.post(url, {"post": "yes"})
    assert Genre.objects.count() == 1


def test_operators_write_names_a_line_each(site: Client) -> None:
    title = make_title("The Shadow", names={"de": "Der Schatten"})
    index_titles()
    address = reverse("admin:catalog_title_change", args=[title.pk])
    assert "de: Der Schatten" in site.get(address).content.decode()
    given = form(site.get(address), names="de: Nachtstück\r\n\r\npt_BR:A Sombra: dois")
    assert site.post(address, given).status_code == 302
    after = Title.objects.get()
    assert after.names == {"de": "Nachtstück", "pt-br": "A Sombra: dois"}
    assert after.updated_at > title.updated_at
    assert found("sombra dois") == [title]
    assert found("schatten") == []
    for wrong in ("Der Schatten", "de: x\nde: y", "d: x", "de:", "de: " + "x" * 300):
        said = site.post(address, {**given, "names": wrong})
        assert (said.status_code, "errornote" in said.content.decode()) == (200, True), wrong
    assert Title.objects.get().names == after.names
