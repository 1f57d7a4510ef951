"""`manage.py show_page`: a profile's page as text, with the reasons for every choice."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Profile
from catalog.models import Title
from recommendations import artifacts, pipeline
from recommendations.assembly import StoredRow, stored
from recommendations.selection import Chosen, Selection, select
from recommendations.viewer import Viewer

LOST = 25


class Command(BaseCommand):
    help = "Shows the page that would be made for a profile now: rows, worth, scores, reasons, and the rows that lost."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("profile", help="a profile's number, or an account's e-mail address for its first profile")
        parser.add_argument("--cards", type=int, default=8, help="titles shown of each row")
        parser.add_argument("--lost", type=int, default=LOST, help="rows shown of those that lost")

    def handle(self, *args: Any, profile: str, cards: int, lost: int, **options: Any) -> None:
        found = _profile(profile)
        loaded = artifacts.current()
        [viewer] = pipeline.viewers_of([found], loaded)
        page = select(viewer)
        rows = stored(page)
        self.stdout.write(_heading(found, viewer, loaded))
        names = _names(rows, page, lost)
        for place, (row, chosen) in enumerate(zip(rows, page.chosen, strict=True), start=1):
            self.stdout.write("\n" + _row(place, row, chosen, names))
            for line in _cards(viewer, row, chosen, names, cards):
                self.stdout.write(line)
        self._lost(page, names, lost)

    def _lost(self, page: Selection, names: dict[int, str], most: int) -> None:
        lost = page.lost()
        self.stdout.write(f"\n{len(lost)} rows lost; the worthiest of them:")
        for kind, candidate, worth, left in lost[:most]:
            heading, _ = kind.words(_about(candidate.about, names))
            self.stdout.write(f"  {worth:8.4f}  {heading}  ({kind.name}, {left} titles left)")


def _profile(given: str) -> Profile:
    profiles = Profile.objects.select_related("user")
    profiles = profiles.filter(pk=given) if given.isdecimal() else profiles.filter(user__email=given.lower())
    found = profiles.first()
    if found is None:
        raise CommandError(f"There is no profile {given}.")
    return found


def _heading(profile: Profile, viewer: Viewer, loaded: artifacts.Loaded | None) -> str:
    mix = sorted(zip(viewer.mix.tolist(), viewer.snapshot.genres.names, strict=True), reverse=True)[:6]
    genres = ", ".join(f"{name} {share:.0%}" for share, name in mix)
    return (
        f"{profile.name} ({profile.user.email}, profile {profile.pk}), taste version {profile.taste_version}, "
        f"{len(viewer.history.events)} titles in the history\n"
        f"model {loaded.version.name if loaded else 'none'}, {viewer.day}, own mix of genres: {genres}"
    )


def _names(rows: list[StoredRow], page: Selection, lost: int) -> dict[int, str]:
    ids = {pk for row in rows for pk in row.titles} | {pk for row in rows for b in row.because.values() for pk in b}
    ids |= {row.about["title"] for row in rows if "title" in row.about}
    ids |= {row.candidate.about["title"] for row in page.lost()[:lost] if "title" in row.candidate.about}
    return {title.pk: str(title) for title in Title.objects.filter(pk__in=ids).only("name", "names", "year")}


def _about(about: dict[str, Any], names: dict[int, str]) -> dict[str, Any]:
    return {**about, "title": names.get(about["title"], "?")} if "title" in about else about


def _row(place: int, row: StoredRow, chosen: Chosen, names: dict[int, str]) -> str:
    heading, reason = chosen.kind.words(_about(row.about, names))
    return (
        f"{place:2}. {heading}  [{row.key}, {len(row.titles)} titles]\n"
        f"    worth {chosen.worth:.4f}, calibration {chosen.calibration:+.4f}: {reason}"
    )


def _cards(viewer: Viewer, row: StoredRow, chosen: Chosen, names: dict[int, str], most: int) -> Iterator[str]:
    for pk, index in list(zip(row.titles, chosen.titles.tolist(), strict=True))[:most]:
        why = ", ".join(names.get(reason, "?") for reason in row.because.get(pk, ()))
        scores = f"score {viewer.scores[index]:7.3f}  worth {viewer.values[index]:.5f}"
        shown = viewer.exposures.get(pk)
        tail = f"  shown {shown} times" if shown else ""
        yield f"      {scores}  {names.get(pk, '?')}{tail}" + (f"  ← {why}" if why else "")
