"""The API speaks the language that the profile or the request asks for."""

from accounts.models import Profile
from catalog.models import Title
from recommendations import pipeline
from tests.api.conftest import Api, Base
from tests.factories import make_titles


def test_problems_are_told_in_the_language_that_is_asked_for(anyone: Api) -> None:
    told = anyone.get("/profiles", Accept_Language="de")
    assert (told.status, told.body["title"], told.headers["content-language"]) == (401, "Nicht angemeldet", "de")
    assert anyone.get("/profiles", Accept_Language="ar").body["title"] == "غير مصرّح"
    assert anyone.get("/profiles", Accept_Language="fr").body["title"] == "Unauthorized"
    lost = anyone.client.get("/api/v1/nowhere", headers={"Accept-Language": "de"}).json()
    assert (lost["title"], lost["detail"]) == ("Nicht gefunden", "Nicht gefunden.")


def test_names_and_headings_are_in_the_profile_s_language_and_copies_are_told_apart(api: Api, base: Base) -> None:
    make_titles(20, "Comedy")
    Title.objects.filter(pk=base.film.pk).update(names={"de": "Paddeln nach Hause"})
    pipeline.refresh(base.mine.pk)
    told = {}
    for language in ("en", "de"):
        Profile.objects.filter(pk=base.mine.pk).update(language=language)
        home = api.get(f"{base.home}/home", Accept_Language="ar")
        assert home.headers["content-language"] == language
        assert "Accept-Language" in home.headers["vary"]
        detail = api.get(f"{base.home}/titles/{base.film.pk}").body
        told[language] = (
            home.headers["etag"],
            detail["name"],
            detail["genres"][0]["name"],
            home.body["rows"][0]["heading"],
        )
    assert told["en"][1:3] == ("Paddling Home", "Comedy")
    assert told["de"][1:3] == ("Paddeln nach Hause", "Komödien")
    assert told["en"][3] != told["de"][3]
    assert told["en"][0] != told["de"][0]
    assert api.get(f"{base.home}/home", If_None_Match=told["en"][0]).status == 200
    found = api.get(f"{base.home}/search?q=paddeln").body["titles"]
    assert [title["name"] for title in found][:1] == ["Paddeln nach Hause"]
    suggested = api.get(f"{base.home}/suggestions?q=komöd").body
    assert {"kind": "genre", "name": "Komödien", "slug": "comedy"}.items() <= suggested[-1].items()


def test_without_a_language_of_its_own_a_profile_is_told_what_the_request_asks_for(api: Api, base: Base) -> None:
    names = {
        language: {genre["name"] for genre in api.get(f"{base.home}/genres", Accept_Language=language).body}
        for language in ("en", "de", "ar")
    }
    assert names == {"en": {"Comedy", "Horror"}, "de": {"Komödien", "Horror"}, "ar": {"كوميديا", "رعب"}}
