"""Every read of the API, as the description has them: to a child, to somebody else, and to nobody, none of them tells
what is not theirs to know."""

import json
import re
from typing import Any

import pytest
from django.utils import timezone

from accounts import services
from catalog.models import Credit, Person, Title
from catalog.pictures import version_of
from recommendations import pipeline
from tests.api import contract
from tests.api.conftest import Answer, Api, Base
from tests.api.lived import FILE, OPERATOR, SEARCH, live
from tests.factories import make_title

READS = {
    operation["operationId"]: path.removeprefix(contract.PREFIX)
    for path, method, operation in contract.operations()
    if method == "get"
}
TEXTS = ("zanzibar zep", "zora", "hushed", "paddling")  # what searches and suggestions are asked for
# Of what a profile can read, what speaks of no title, or of none that it did all this with.
SILENT = {"getChoices", "getImport", "getPicks", "getPlayback", "listBlocked", "listImports", "listLooksOfOperators"}

Found = dict[str, list[Answer]]


def addresses(path: str, ids: dict[str, Any]) -> list[str]:
    """All that can be asked for at a path."""
    filled = re.sub(r"\{(\w+)\}", lambda found: str(ids[found[1]]), path)
    if path.endswith(("/search", "/suggestions")):
        return [f"{filled}?q={text}" for text in TEXTS]
    if path.endswith("/imports/{import_id}/titles"):
        return [f"{filled}?outcome={outcome}" for outcome in ("matched", "doubtful", "unknown")]
    return [filled]


def walk(api: Api, ids: dict[str, Any], titles: list[Title]) -> Found:
    """The answers to every read, those about a title about each of these, those in pages to their end."""
    found: Found = {}
    for name, path in READS.items():
        about = titles if "{title}" in path else titles[:1]
        asked = [place for title in about for place in addresses(path, ids | {"title": title.pk})]
        answers = found[name] = []
        while asked and len(answers) < 30:
            answers.append(api.get(asked.pop(0)))
            body = answers[-1].body
            if isinstance(body, dict) and isinstance(following := body.get("next"), str):
                asked.append(following)
    return found


def told(found: Found, signs: set[str]) -> dict[str, set[str]]:
    """By operation, which of these its answers speak of. What a file of the viewer's own says is no news to them."""
    bodies = {name: [answer.body for answer in answers] for name, answers in found.items()}
    bodies["listImportedTitles"] = [
        [{**group, "name": ""} for group in body["results"]] if "results" in body else body
        for body in bodies["listImportedTitles"]
    ]
    texts = {name: json.dumps(body).lower() for name, body in bodies.items()}
    return {name: spoken for name, text in texts.items() if (spoken := {one for one in signs if one in text})}


def answering(found: Found, status: int) -> set[str]:
    """The operations that answer with this alone."""
    return {name for name, answers in found.items() if {answer.status for answer in answers} == {status}}


class TestChildren:
    """A child who once could see a title, did all there is to do with it, and may not see it any more."""

    @pytest.fixture
    def hidden(self, db: None) -> Title:
        """The one that is not to be met, with a genre and a person of its own."""
        title = make_title("Zanzibar Zeppelin", "Hushed", "Comedy", age=0, year=1987)
        Credit.objects.create(title=title, person=Person.objects.create(name="Zora Zest", slug="zora-zest"))
        return title

    @pytest.fixture
    def ids(self, base: Base, hidden: Title) -> dict[str, Any]:
        return live(base.child, base.film, hidden)

    @pytest.fixture
    def signs(self, hidden: Title) -> set[str]:
        """What gives it away: its name, its pictures, its genre and who alone plays in it."""
        return {"zanzibar", f"{hidden.pk}-{version_of(hidden)}-", "zora", "hushed"}

    def test_the_walk_goes_everywhere(
        self, api: Api, base: Base, hidden: Title, ids: dict[str, Any], signs: set[str]
    ) -> None:
        """Otherwise the tests below would say nothing."""
        found = walk(api, ids, [base.film, hidden])
        assert answering(found, 200) == READS.keys() - {"listBlocked", "getPlayback"}
        speaking = told(found, signs)
        assert set().union(*speaking.values()) == signs
        assert {name for name, path in READS.items() if "/profiles/{profile}/" in path} - speaking.keys() == SILENT

    @pytest.mark.parametrize("how", ["for older people", "blocked", "withdrawn"])
    def test_what_is_hidden(
        self, api: Api, base: Base, hidden: Title, ids: dict[str, Any], signs: set[str], how: str
    ) -> None:
        if how == "blocked":
            services.block_title(profile=base.child, title=hidden)
        else:
            hidden.maturity = base.adult.maturity if how == "for older people" else hidden.maturity
            hidden.withdrawn_at = timezone.now() if how == "withdrawn" else None
            hidden.save()
        for page in ("that stands", "that is made anew"):
            assert told(walk(api, ids, [base.film, hidden]), signs) == {}, f"with the page {page}"
            missing = answering(walk(api, ids, [hidden]), 404)
            assert missing == {name for name, path in READS.items() if "{title}" in path}
            pipeline.refresh(base.child.pk)
            services.forget_searches(profile=base.child)  # what the walk itself typed


class TestStrangers:
    """Somebody with an account of their own, and nobody, at all the addresses of Alice's."""

    signs = frozenset({SEARCH, OPERATOR.lower(), FILE, "zaphodine", "phone of zaphodine"})

    @pytest.fixture
    def ids(self, base: Base) -> dict[str, Any]:
        base.mine.name = "Zaphodine"
        base.mine.save()
        return live(base.mine, base.film)

    @pytest.fixture
    def api(self, base: Base) -> Api:
        return Api(services.begin_session(user=base.alice, name="Phone of Zaphodine")[1])

    def test_she_herself_is_told(self, api: Api, base: Base, ids: dict[str, Any]) -> None:
        """Otherwise the tests below would say nothing."""
        found = walk(api, ids, [base.film])
        assert answering(found, 200) == READS.keys()
        assert set().union(*told(found, set(self.signs)).values()) == self.signs

    def test_somebody_else(self, bob_api: Api, api: Api, base: Base, ids: dict[str, Any]) -> None:
        found = walk(bob_api, ids, [base.film])
        assert told(found, set(self.signs)) == {}
        assert answering(found, 404) == {name for name, path in READS.items() if "{" in path}
        assert found["listExports"][0].body == []
        assert len(found["listDevices"][0].body) == len(found["listProfiles"][0].body) == 1

    def test_nobody_and_a_browser_of_the_site(self, anyone: Api, base: Base, ids: dict[str, Any]) -> None:
        for _ in ("nobody", "a browser"):
            found = walk(anyone, ids, [base.film])
            assert told(found, set(self.signs)) == {}
            assert answering(found, 401) == READS.keys()
            anyone.client.force_login(base.alice, backend="django.contrib.auth.backends.ModelBackend")

    def test_a_device_without_the_pin(self, api: Api, base: Base, ids: dict[str, Any]) -> None:
        services.set_pin(profile=base.mine, pin="4711")
        closed = answering(walk(api, ids, [base.film]), 403)
        assert closed == {name for name, path in READS.items() if path.startswith("/profiles/{profile}/")}
