"""Counting and paging of tables that are larger than anybody pages through."""

import pytest
from django.core.paginator import EmptyPage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import ListEntry, Rating
from catalog.admin import base
from catalog.admin.base import LargeTablePaginator
from catalog.models import Genre
from tests.factories import make_profile, make_title


@pytest.fixture
def many(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifty genres, of which twenty are counted."""
    monkeypatch.setattr(base, "COUNTED", 20)
    Genre.objects.bulk_create(Genre(name=f"{number:02}", slug=f"{number:02}") for number in range(50))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE catalog_genre")


def test_few_rows_are_counted_exactly(many: None) -> None:
    paginator = LargeTablePaginator(Genre.objects.filter(name__lt="13"), 5)
    assert (paginator.count, paginator.num_pages) == (13, 3)
    assert [genre.name for genre in paginator.page(3)] == ["10", "11", "12"]


def test_many_rows_are_estimated_and_end_early(many: None) -> None:
    with CaptureQueriesContext(connection) as captured:
        paginator = LargeTablePaginator(Genre.objects.all(), 5)
        assert (paginator.count, paginator.num_pages) == (50, 4)
    assert all("LIMIT 21" in query["sql"] or query["sql"].startswith("EXPLAIN") for query in captured)
    assert [genre.name for genre in paginator.page(4)] == ["15", "16", "17", "18", "19"]
    with pytest.raises(EmptyPage):
        paginator.page(5)


def test_estimates_go_by_the_filter(many: None) -> None:
    assert 20 < LargeTablePaginator(Genre.objects.filter(name__gte="15"), 5).count < 50


def test_nothing_is_one_empty_page(db: None) -> None:
    paginator = LargeTablePaginator(Genre.objects.none(), 5)
    assert (paginator.count, paginator.num_pages, list(paginator.page(1))) == (0, 1, [])


@pytest.mark.parametrize(("number", "shown"), [(7, 7), (12_345, 12_300), (1_003_456, 1_000_000), (999_999, 1_000_000)])
def test_estimates_show_three_figures(number: int, shown: int) -> None:
    assert base._to_three_figures(number) == shown


def test_joins_are_made_for_the_page_alone(site: Client) -> None:
    profile = make_profile()
    ListEntry.objects.bulk_create(ListEntry(profile=profile, title=make_title()) for _ in range(60))
    with CaptureQueriesContext(connection) as captured:
        response = site.get(reverse("admin:accounts_listentry_changelist"), {"p": 2})
    assert len(response.context["cl"].result_list) == 10
    paged = [query["sql"] for query in captured if "OFFSET" in query["sql"]]
    assert len(paged) == 1
    assert "JOIN" not in paged[0]


def test_orders_that_no_index_answers_are_not_offered(site: Client) -> None:
    Rating.objects.create(profile=make_profile(), title=make_title(), value=1)
    assert "sortable" not in site.get(reverse("admin:accounts_rating_changelist")).content.decode()
    assert "sortable" in site.get(reverse("admin:catalog_title_changelist")).content.decode()


def test_choices_of_filters_are_not_counted(site: Client) -> None:
    """The stock link would count the table once for each choice."""
    url = reverse("admin:accounts_play_changelist")
    with CaptureQueriesContext(connection) as captured:
        site.get(url, {"_facets": "True"})
    assert "_facets" not in site.get(url).content.decode()
    assert not any("FILTER" in query["sql"] for query in captured)
