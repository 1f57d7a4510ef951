"""`train`, `refresh_page` and `show_page`, from the command line."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts import services
from accounts.models import Profile
from recommendations import training
from recommendations.models import HomePage, ModelVersion
from tests.accounts.at_once import at_once
from tests.factories import make_profile, make_title, make_titles, make_user
from tests.recommendations.conftest import World


def run(*arguments: Any, **options: Any) -> str:
    output = StringIO()
    call_command(*arguments, stdout=output, **options)
    return output.getvalue()


def here(*profiles: Profile) -> None:
    """They were here lately."""
    Profile.objects.filter(pk__in=[profile.pk for profile in profiles]).update(last_seen_at=timezone.now())


class TestTrain:
    """`manage.py train [--force]`"""

    def test_puts_a_model_in_place_and_makes_the_pages_of_those_who_were_here(self, world: World, models: Path) -> None:
        here(*world.horror_fans[:3])
        output = run("train")
        assert "interactions in" in output
        assert "3 pages made" in output
        current = ModelVersion.objects.current()
        assert current is not None
        assert set(HomePage.objects.values_list("model", flat=True)) == {current.pk}

    def test_does_nothing_twice(self, world: World, models: Path) -> None:
        here(*world.horror_fans[:3])
        run("train")
        output = run("train")
        assert "up to date" in output
        assert "0 pages made" in output
        forced = run("train", force=True)
        assert "interactions in" in forced
        assert "3 pages made" in forced

    def test_completes_what_was_cut_off_before_its_pages_were_made(self, world: World, models: Path) -> None:
        here(*world.horror_fans[:3])
        training.train()
        assert "3 pages made" in run("train")
        services.toggle_list(profile=world.horror_fans[0], title=world.romance[0])
        assert "1 pages made" in run("train")

    def test_without_enough_history_makes_pages_by_popularity(self, db: None, models: Path) -> None:
        profile, title = make_profile(), make_title()
        services.rate(profile=profile, title=title, value=1)
        output = run("train")
        assert "too few" in output
        assert "1 pages made" in output
        assert HomePage.objects.get().model is None
        assert "0 pages made" in run("train")

    @pytest.mark.django_db(transaction=True)
    def test_says_that_another_one_is_running(self, models: Path) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [training.LOCK])
            (outcome,) = at_once(lambda: run("train"))
            cursor.execute("SELECT pg_advisory_unlock(%s)", [training.LOCK])
        assert isinstance(outcome, CommandError)
        assert "Another training is running." in str(outcome)


class TestRefreshPage:
    """`manage.py refresh_page PROFILE_ID… | --email ADDRESS | --all-active`"""

    def test_makes_the_pages_that_are_named(self, db: None, models: Path) -> None:
        first, second, _ = (make_profile() for _ in range(3))
        assert "2 pages made" in run("refresh_page", first.pk, second.pk)
        assert set(HomePage.objects.values_list("profile", flat=True)) == {first.pk, second.pk}

    def test_makes_them_anew(self, db: None, models: Path) -> None:
        profile = make_profile()
        run("refresh_page", profile.pk)
        before = HomePage.objects.get().version
        run("refresh_page", profile.pk)
        assert HomePage.objects.get().version > before

    def test_makes_those_of_an_account(self, db: None, models: Path) -> None:
        user = make_user("anna@example.org")
        services.create_profile(user=user, name="Ben")
        make_profile()
        assert "2 pages made" in run("refresh_page", email="Anna@example.org")
        assert {page.profile.user for page in HomePage.objects.all()} == {user}

    def test_makes_those_of_whoever_was_here(self, db: None, models: Path) -> None:
        lately, _ = make_profile(), make_profile()
        here(lately)
        assert "1 pages made" in run("refresh_page", all_active=True)
        assert HomePage.objects.get().profile == lately

    def test_fails_where_there_is_none_and_makes_the_others(self, db: None, models: Path) -> None:
        profile = make_profile()
        with pytest.raises(CommandError, match="1 of these profiles do not exist"):
            run("refresh_page", profile.pk, profile.pk + 999)
        assert HomePage.objects.get().profile == profile
        with pytest.raises(CommandError, match="no account with the address"):
            run("refresh_page", email="nobody@example.org")

    @pytest.mark.parametrize("arguments", [[], ["1", "--all-active"], ["--email", "x@example.org", "--all-active"]])
    def test_wants_to_be_told_whose(self, db: None, arguments: list[str]) -> None:
        with pytest.raises(CommandError):
            run("refresh_page", *arguments)


def test_a_page_is_shown_with_its_reasons_and_what_lost(trained: World) -> None:
    fan, said = trained.horror_fans[0], StringIO()
    make_titles(60, "Horror", age=16)
    call_command("show_page", str(fan.pk), stdout=said)
    for told in ("Top picks for you", "worth", "score", "rows lost", "own mix of genres: Horror 9"):
        assert told in said.getvalue(), said.getvalue()
    assert f"← {trained.horror[0].name[:6]}" in said.getvalue()
    assert not HomePage.objects.exists(), "it only looks"
    by_address = StringIO()
    call_command("show_page", fan.user.email, stdout=by_address)
    assert by_address.getvalue() == said.getvalue()


def test_a_page_of_nobody_is_one_line(db: None) -> None:
    for nobody in ("987654", "nobody@example.org"):
        with pytest.raises(CommandError, match="There is no profile"):
            call_command("show_page", nobody)
