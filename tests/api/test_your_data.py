"""A viewer's data by the API: choices, who looked, exports, imports, erasing."""

import io
import zipfile
from typing import Any

import pytest

from accounts.choices import EVERYTHING, LEAST, PLAIN, TEXT_VERSION, choices_of
from accounts.models import DataAccess, DataExport, HistoryImport, Profile, SearchQuery, User, WatchState
from accounts.services import exports, imports
from catalog.search import index_titles
from tests.api.conftest import Api, Base
from tests.factories import PASSWORD, make_title


@pytest.fixture(autouse=True)
def private_dir(settings: Any, tmp_path: Any) -> None:
    """A private storage of the test's own."""
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": str(tmp_path / "private")}}
    settings.STORAGES = {**settings.STORAGES, "private": private}


class TestChoices:
    def test_are_told_with_their_words_and_changed_one_by_one(self, api: Api, base: Base) -> None:
        found = api.get(f"{base.home}/choices").body
        assert found["personalised"] is True
        assert found["text_version"] == TEXT_VERSION
        assert [text["choice"] for text in found["texts"]] == list(EVERYTHING._fields[:4])
        assert found["records"] == [], "nobody asked"
        found = api.put(f"{base.home}/choices", {"keeps_searches": False, "retention_days": 365}).body
        assert (found["keeps_searches"], found["retention_days"], found["personalised"]) == (False, 365, True)
        assert {(one["choice"], one["value"], one["through"]) for one in found["records"]} == {
            ("keeps_searches", "off", "api"),
            ("retention_days", "365", "api"),
        }
        assert api.put(f"{base.home}/choices", {"retention_days": None}).body["retention_days"] is None

    @pytest.mark.parametrize(
        ("body", "wrong"),
        [
            ({"personalised": "perhaps"}, {"#/personalised": "invalid"}),
            ({"retention_days": 0}, {"#/retention_days": "min_value"}),
            ({"retention_days": 10**30}, {"#/retention_days": "max_value"}),
            ({"personalized": True}, {"#/personalized": "unknown"}),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, api: Api, base: Base, body: Any, wrong: Any) -> None:
        assert api.put(f"{base.home}/choices", body).wrong == wrong

    def test_searches_are_answered_and_not_kept(self, api: Api, base: Base) -> None:
        api.put(f"{base.home}/choices", {"keeps_searches": False})
        assert api.get(f"{base.home}/search?q=paddling").body["search"] is None
        assert not SearchQuery.objects.exists()

    def test_are_asked_when_an_account_or_a_profile_is_made(self, anyone: Api, api: Api, base: Base) -> None:
        new = {"email": "new@example.org", "password": PASSWORD, "profile_name": "N"}
        anyone.post("/sign-up", {**new, "choices": {"keeps_searches": True}})
        assert choices_of(User.objects.get(email="new@example.org").profiles.get()) == PLAIN._replace(
            keeps_searches=True
        )
        api.post("/profiles", {"name": "All", "choices": EVERYTHING._asdict()})
        assert choices_of(Profile.objects.get(name="All")) == EVERYTHING
        api.post("/profiles", {"name": "Kid", "is_kids": True})
        assert choices_of(Profile.objects.get(name="Kid")) == LEAST
        assert api.post("/profiles", {"name": "X", "choices": {"nonsense": 1}}).wrong == {
            "#/choices/nonsense": "unknown"
        }


def test_who_looked_is_told_of_ones_own_alone(api: Api, base: Base) -> None:
    told = {"operator_role": "Support", "operator_name": "ann", "kind": "list", "what": "plays"}
    for profile in (base.mine, base.child, base.bobs):
        DataAccess.objects.create(user=profile.user, profile=profile, **told)
    DataAccess.objects.create(user=base.alice, **told)
    found = api.get(f"{base.home}/audit").body["results"]
    assert [one["account"] for one in found] == [True, False]


class TestExports:
    def test_are_asked_for_made_and_fetched(self, api: Api, bob_api: Api, base: Base) -> None:
        answer = api.post("/exports", {"profile": base.mine.pk})
        assert answer.status == 202
        path = f"/exports/{answer.body['id']}"
        assert answer.headers["location"].endswith(path)
        assert api.get(f"{path}/file").problem == "not-found", "not yet"
        exports.make_export(answer.body["id"])
        told = api.get(path).body
        assert (told["state"], told["profile"]) == ("ready", base.mine.pk)
        response: Any = api.client.get(told["file"], headers={"Authorization": f"Bearer {api.token}"})
        archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
        assert any(name.endswith("README.txt") for name in archive.namelist())
        for other in (path, f"{path}/file"):
            assert bob_api.get(other).problem == "not-found"
        assert [one["id"] for one in api.get("/exports").body] == [answer.body["id"]]
        assert bob_api.get("/exports").body == []

    def test_are_of_ones_own_profiles_and_not_too_many(self, api: Api, base: Base) -> None:
        assert api.post("/exports", {"profile": base.bobs.pk}).wrong == {"#/profile": "invalid"}
        for _ in range(exports.MOST_A_DAY):
            exports.make_export(api.post("/exports", {}).body["id"])
        answer = api.post("/exports", {})
        assert (answer.status, answer.problem) == (429, "throttled")
        assert int(answer.headers["retry-after"]) > 0
        assert DataExport.objects.count() == exports.MOST_A_DAY
        assert api.get(f"/exports/{10**30}").problem == "not-found"


class TestImports:
    def upload(self, api: Api, base: Base, text: bytes, query: str = "?name=mine.csv") -> Any:
        return api("POST", f"{base.home}/imports{query}", text, **{"Content-Type": "text/csv"})

    def test_from_file_to_history(self, api: Api, base: Base) -> None:
        old, new = make_title("Dune", year=1984), make_title("Dune", year=2021)
        index_titles()
        text = b"Title,Date\nPaddling Home,2025-01-02\nDune,2025-01-01\nNowhere,2025-01-01\n,2025-01-01\n"
        answer = self.upload(api, base, text)
        assert (answer.status, answer.body["state"]) == (202, "reading")
        path = f"{base.home}/imports/{answer.body['id']}"
        imports.read_import(answer.body["id"])
        told = api.get(path).body
        assert (told["state"], told["counts"]) == ("preview", {"matched": 1, "doubtful": 1, "unknown": 1})
        assert [one["line"] for one in told["complaints"]] == [5]
        [group] = api.get(f"{path}/titles").body["results"]
        assert (group["name"], [title["id"] for title in group["candidates"]]) == ("Dune", [old.pk, new.pk])
        [group] = api.get(f"{path}/titles?outcome=matched").body["results"]
        assert group["title"]["id"] == base.film.pk
        decided = api.put(f"{path}/decisions", {"decisions": [{"name": "Dune", "title": new.pk}]}).body
        assert decided["counts"]["matched"] == 2
        assert api.post(f"{path}/write").status == 202
        imports.write_import(answer.body["id"])
        assert api.get(path).body["plays"] == 2
        assert set(WatchState.objects.values_list("title", flat=True)) == {base.film.pk, new.pk}
        assert api.post(f"{path}/write").problem == "not-found", "once"

    def test_what_is_wrong_is_said(self, api: Api, bob_api: Api, base: Base) -> None:
        assert self.upload(api, base, b"").wrong == {"#/file": "invalid"}
        assert self.upload(api, base, b"x", "?dates=year").wrong == {"dates": "invalid_choice"}
        assert api.post(f"{base.home}/imports", {}).problem == "unsupported-media-type"
        assert self.upload(api, base, b"x" * (10 * 2**20 + 1)).problem == "too-large"
        made = self.upload(api, base, b"nonsense").body["id"]
        imports.read_import(made)
        assert api.get(f"{base.home}/imports/{made}").body["state"] == "failed"
        assert bob_api.get(f"/profiles/{base.bobs.pk}/imports/{made}").problem == "not-found"
        assert api.delete(f"{base.home}/imports/{made}").status == 204
        assert not HistoryImport.objects.exists()


class TestErasing:
    def test_a_profile_goes_by_its_name(self, api: Api, base: Base) -> None:
        assert api.post(f"{base.nursery}/erase", {"name": "Bob"}).wrong == {"#/name": "invalid"}
        assert api.post(f"{base.nursery}/erase", {"name": "child"}).status == 204
        assert api.get(base.nursery).problem == "not-found"
        assert api.get(base.home).status == 200

    def test_an_account_goes_by_its_address_and_password(self, api: Api, base: Base) -> None:
        good = {"email": "alice@example.org", "password": PASSWORD}
        assert api.post("/erase", {**good, "email": "bob@example.org"}).wrong == {"#/email": "invalid"}
        assert api.post("/erase", {**good, "password": "wrong"}).wrong == {"#/password": "invalid"}
        assert api.post("/erase", good).status == 204
        assert api.get("/profiles").problem == "not-authenticated"
        assert not User.objects.filter(pk=base.alice.pk).exists()
        assert User.objects.filter(pk=base.bob.pk).exists()
