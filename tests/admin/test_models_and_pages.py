"""Model versions and stored pages in operators' hands."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recommendations import pipeline
from recommendations.models import HomePage, ModelVersion
from tests.admin.conftest import something_of
from tests.factories import make_profile, make_title, make_titles, watch
from tests.live import Servers
from tests.queues import asked

VERSIONS, PAGES = "admin:recommendations_modelversion_changelist", "admin:recommendations_homepage_changelist"
TRAIN = "admin:recommendations_modelversion_train"


@pytest.fixture
def versions(db: None) -> list[ModelVersion]:
    """An old one, the current one, and one whose training was cut off."""
    now = timezone.now()
    made = [
        ModelVersion(name="old", trained_at=now - timedelta(days=2), activated_at=now - timedelta(days=2)),
        ModelVersion(name="current", trained_at=now, activated_at=now),
        ModelVersion(name="cut off"),
    ]
    return ModelVersion.objects.bulk_create(made)


def choose(site: Client, *versions: ModelVersion) -> list[str]:
    data = {"action": "make_current", "_selected_action": [version.pk for version in versions]}
    page = site.post(reverse(VERSIONS), data, follow=True)
    return [str(message) for message in page.context["messages"]]


@pytest.mark.django_db(transaction=True)
def test_going_back_to_an_earlier_model(site: Client, versions: list[ModelVersion]) -> None:
    assert choose(site, versions[0]) == ["old is the current model now."]
    assert ModelVersion.objects.current() == versions[0]
    assert [task for task, _ in asked("refresh")] == ["recommendations.tasks.refresh_active"]
    page = site.get(reverse(VERSIONS))
    current = {one.name: page.context["cl"].model_admin.is_current(one) for one in page.context["cl"].result_list}
    assert current == {"old": True, "current": False, "cut off": False}


def test_what_was_not_finished_is_not_put_in_place(site: Client, versions: list[ModelVersion]) -> None:
    assert choose(site, versions[2]) == ["The training of cut off was not finished."]
    assert choose(site, versions[0], versions[1]) == ["Choose one version."]
    assert ModelVersion.objects.current() == versions[1]


def test_a_training_is_asked_for_once(site: Client, versions: list[ModelVersion]) -> None:
    assert reverse(TRAIN) in site.get(reverse(VERSIONS)).content.decode()
    first = site.post(reverse(TRAIN), follow=True).content.decode()
    assert "A training was asked for." in first
    assert asked("training") == [("recommendations.tasks.train", [False])]
    assert "Nothing was asked for" in site.post(reverse(TRAIN), follow=True).content.decode()
    assert len(asked("training")) == 1
    assert site.get(reverse(TRAIN)).status_code == 405


def test_a_dead_queue_is_said(site: Client, versions: list[ModelVersion], servers: Servers) -> None:
    servers.stop_valkey()
    assert "cannot be reached" in site.post(reverse(TRAIN), follow=True).content.decode()


def test_looking_at_models_is_not_the_right_to_change_them(
    signed_in: Callable[..., Client], versions: list[ModelVersion]
) -> None:
    client = signed_in("recommendations.view_modelversion")
    assert client.get(reverse(VERSIONS)).status_code == 200
    assert reverse(TRAIN) not in client.get(reverse(VERSIONS)).content.decode()
    assert client.post(reverse(TRAIN)).status_code == 403
    choose(client, versions[0])
    assert ModelVersion.objects.current() == versions[1]
    chief = signed_in("recommendations.view_modelversion", "recommendations.change_modelversion")
    assert choose(chief, versions[0]) == ["old is the current model now."]


def test_figures_are_lines(site: Client, versions: list[ModelVersion]) -> None:
    ModelVersion.objects.filter(name="old").update(metrics={"ndcg@10": {"model": 0.123456, "popular": 0.05}, "rows": 7})
    page = site.get(reverse("admin:recommendations_modelversion_change", args=[versions[0].pk])).content.decode()
    assert "<th>ndcg@10 · model</th><td>0.1235</td>" in page
    assert "<th>rows</th><td>7</td>" in page


def test_a_page_is_shown_in_words(site: Client) -> None:
    profile = make_profile()
    horror = make_titles(8, "Horror")
    watch(profile, begun := make_title("Half Way"), 0.5)
    pipeline.refresh(profile.pk)
    page = HomePage.objects.get()
    shown = site.get(reverse("admin:recommendations_homepage_change", args=[page.pk])).content.decode()
    assert "Continue watching" in shown
    assert str(begun) in shown
    assert "New here" in shown or "Popular on this site" in shown
    assert all(str(title) in shown for title in horror)
    assert "Among the newest in the catalogue." in shown or "Many people here watch this." in shown
    assert "&quot;cards&quot;" not in shown


def test_pages_are_asked_for(site: Client) -> None:
    for _ in range(2):
        something_of(make_profile(), make_title())
    data = {"action": "refresh", "_selected_action": list(HomePage.objects.values_list("pk", flat=True))}
    page = site.post(reverse(PAGES), data, follow=True)
    assert [str(message) for message in page.context["messages"]] == ["2 pages were asked for."]
    assert sorted(asked("refresh")) == sorted(
        ("recommendations.tasks.refresh", [pk, True]) for pk in HomePage.objects.values_list("pk", flat=True)
    )


def test_pages_are_found_by_whose_they_are(site: Client) -> None:
    wanted, other = make_profile(), make_profile()
    for profile in (wanted, other):
        something_of(profile, make_title())
    found = site.get(reverse(PAGES), {"q": wanted.user.email}).context["cl"].result_list
    assert [page.profile for page in found] == [wanted]


def test_what_is_known_of_a_viewer_stands_beside_the_page(site: Client) -> None:
    profile = make_profile()
    for title in make_titles(6, "Horror", year=1974):
        watch(profile, title)
    pipeline.refresh(profile.pk)
    page = site.get(reverse("admin:recommendations_homepage_change", args=[profile.pk])).content.decode()
    assert "Horror 100 %" in page
    assert "1970s 100 %" in page
    assert "finished 100 %" in page
