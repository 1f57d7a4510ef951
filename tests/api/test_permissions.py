"""What is not the caller's, or not for the profile, is not there: on every path that the description has."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.urls import URLPattern, URLResolver

from accounts import intake
from accounts.models import ListEntry, Look, Play, Rating, SearchQuery, WatchState
from catalog.models import Episode
from netflixlike.api import urlpatterns
from tests.api import contract
from tests.api.conftest import Api, Base

OPERATIONS = [
    (path.removeprefix(contract.PREFIX), method, operation) for path, method, operation in contract.operations()
]
IDS = [operation["operationId"] for *_, operation in OPERATIONS]
OPEN = {"logIn", "signUp"}
UNDESCRIBED = {"schema", "docs", ""}
NOBODYS = 10**15
BEYOND = 10**30


def address(path: str, **ids: object) -> str:
    """The path filled in; `q` is there for those that want a text."""
    numbers = {"search": 1, "import_id": 1, "export_id": 1}
    values = {"client_id": UUID(int=7), "device": UUID(int=7), **numbers, **ids}
    values = {"entry": "play-1", "kind": "genre", "key": "comedy", **values}
    return re.sub(r"\{(\w+)\}", lambda found: str(values[found[1]]), path) + (
        "?q=e" if path.endswith(("/search", "/suggestions")) else ""
    )


def body_of(operation: dict[str, Any], title: int) -> Any:
    """The body that the description gives as its example, about that title."""
    if "requestBody" not in operation:
        return None
    [content] = operation["requestBody"]["content"].values()
    [example] = content["examples"].values()
    if isinstance(example["value"], str):
        return example["value"].encode()
    told = {"title": title, "opened": title}
    value = {name: told.get(name, value) for name, value in example["value"].items()}
    value.pop("happened_at", None)
    return value


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> list[str]:
    found = []
    for pattern in patterns:
        path = before + str(pattern.pattern)
        found += routes(pattern.url_patterns, path) if isinstance(pattern, URLResolver) else [path]
    return found


def test_every_route_is_described() -> None:
    paths = {re.sub(r"<\w+:(\w+)>", r"{\1}", path) for path in routes(urlpatterns)}
    assert {path for path, *_ in OPERATIONS} == {f"/{path}" for path in paths - UNDESCRIBED}


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS, ids=IDS)
def test_nobody_gets_in_without_a_token(
    anyone: Api, base: Base, path: str, method: str, operation: dict[str, Any]
) -> None:
    place = address(path, profile=base.mine.pk, title=base.film.pk)
    answer = anyone(method.upper(), place, body_of(operation, base.film.pk))
    if operation["operationId"] in OPEN:
        assert operation.get("security") is None
    else:
        assert (answer.status, answer.problem) == (401, "not-authenticated")
        assert operation["security"] == [{"deviceToken": []}]


@pytest.mark.parametrize(
    ("path", "method", "operation"),
    [found for found in OPERATIONS if "{profile}" in found[0]],
    ids=[found[2]["operationId"] for found in OPERATIONS if "{profile}" in found[0]],
)
def test_the_profile_of_another_account_is_not_there(
    api: Api, base: Base, path: str, method: str, operation: dict[str, Any]
) -> None:
    answers = [
        api(method.upper(), address(path, profile=profile, title=base.film.pk), body_of(operation, base.film.pk))
        for profile in (base.bobs.pk, NOBODYS, BEYOND)
    ]
    assert [(answer.status, answer.problem) for answer in answers] == [(404, "not-found")] * 3
    assert answers[0].body == answers[1].body == answers[2].body
    assert not any(kind.objects.exists() for kind in (Play, Rating, ListEntry, Look, SearchQuery))
    assert intake.take_in() == 0


ABOUT_TITLES = [found for found in OPERATIONS if "{title}" in found[0] or found[2]["operationId"] == "recordPlay"]


@pytest.mark.parametrize(
    ("path", "method", "operation"), ABOUT_TITLES, ids=[o["operationId"] for *_, o in ABOUT_TITLES]
)
def test_a_title_that_the_profile_may_not_see_is_not_there(
    api: Api, base: Base, path: str, method: str, operation: dict[str, Any]
) -> None:
    def ask(profile: int, title: int) -> tuple[int, Any]:
        answer = api(method.upper(), address(path, profile=profile, title=title), body_of(operation, title))
        return answer.status, answer.body

    assert ask(base.mine.pk, base.adult.pk)[0] in {200, 204}, "the same for somebody who may see it"
    refused = [ask(base.child.pk, base.adult.pk), ask(base.mine.pk, base.withdrawn.pk)]
    refused += [ask(base.mine.pk, NOBODYS), ask(base.mine.pk, BEYOND)]
    assert [status for status, _ in refused] == [404] * 4
    assert len({str(body) for _, body in refused}) == 1, "they cannot be told apart"
    assert not WatchState.objects.filter(profile=base.child).exists()


def test_an_episode_of_a_hidden_series_is_not_there(api: Api, base: Base) -> None:
    episode = Episode.objects.filter(season__title=base.series).first()
    assert episode is not None
    base.series.maturity = base.adult.maturity
    base.series.save()
    body = {"title": base.film.pk, "episode": episode.pk, "position": 1, "duration": 10}
    for title in (base.film.pk, base.series.pk):
        assert api.put(f"{base.nursery}/plays/{UUID(int=1)}", {**body, "title": title}).problem == "not-found"
