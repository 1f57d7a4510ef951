"""What devices can read of what is known of a profile."""

from accounts import services
from tests.api.conftest import Api, Base
from tests.factories import make_titles, watch


def test_of_a_new_profile_nothing_is_known(api: Api, base: Base) -> None:
    body = api.get(f"{base.home}/taste").body
    assert body["genres"] == body["left_genres"] == []
    assert body["day"] is None


def test_a_taste_is_told_in_numbers(api: Api, base: Base) -> None:
    for title in make_titles(6, "Horror", year=1974):
        watch(base.mine, title)
    watch(base.mine, base.film)
    body = api.get(f"{base.home}/taste").body
    (genre,) = body["genres"]
    assert (genre["slug"], genre["titles"], round(genre["share"], 2)) == ("horror", 6, 0.86)
    assert body["kinds"] == {"shares": [{"name": "film", "share": 1.0}], "events": 7}
    assert body["endings"]["shares"][0] == {"name": "finished", "share": 1.0}
    assert body["runtime"]["median"] == 100


def test_it_is_of_this_profile_alone(api: Api, bob_api: Api, base: Base) -> None:
    for title in make_titles(6, "Horror"):
        services.rate(profile=base.mine, title=title, value=2)
    assert api.get(f"{base.nursery}/taste").body["genres"] == []
    assert bob_api.get(f"{base.home}/taste").status == 404
