"""Brings a video in from a file."""

import re
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from catalog.media import claims, ingest, work
from catalog.media.captions import cleaned
from catalog.media.languages import UNKNOWN, language_of
from catalog.media.reasons import RefusedError
from catalog.models import Episode, Video

HELP = """\
Bring in the video of a film, or of an episode of a series, from a file.

TITLE is a slug, an IMDb id, a number, or a name that only one title has.
FILE is read from where it is if it is below one of the folders of MEDIA_SOURCES, and is copied into the storage of
videos first if it is elsewhere.

A worker of the queue `media` packages it; with --wait this process does, and says how far it is. A video that is there
already goes on playing until the new one is ready.

Exit status: 0 it is asked for, or with --wait ready; 2 it was refused, for the reason on stderr.
"""
CAPTIONS = re.compile(r"([A-Za-z-]{2,16}):(.+)")


class Command(BaseCommand):
    help = HELP

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.formatter_class = RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("title", metavar="TITLE")
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--episode", nargs=2, type=int, metavar=("SEASON", "NUMBER"), help="which one of a series")
        parser.add_argument(
            "--captions", action="append", default=[], metavar="LANGUAGE:FILE", help="SubRip or WebVTT; may be repeated"
        )
        parser.add_argument("--credit", default="", help="a line shown below the player")
        parser.add_argument("--wait", action="store_true", help="package it here and now")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            with options["file"].open("rb"):  # before anything is written down
                captions = [self._captions(one) for one in options["captions"]]
            video = self._video(options["title"], options["episode"])
            ingest.bring(video, options["file"])
            ingest.give_captions(video, captions)
            if options["credit"]:
                Video.objects.filter(pk=video.pk).update(credit=options["credit"])
        except (RefusedError, OSError) as error:
            raise CommandError(_one_line(error), returncode=2) from error
        except ValidationError as error:
            raise CommandError(_one_line(" ".join(error.messages)), returncode=2) from error
        if options["wait"]:
            self._wait(video)
        else:
            self.stdout.write(f"{video}: a worker will package it.")

    def _video(self, name: str, place: list[int] | None) -> Video:
        title = ingest.title_named(name)
        episode = None
        if place:
            found = Episode.objects.filter(season__title=title, season__number=place[0], number=place[1])
            episode = found.select_related("season").first()
            if episode is None:
                raise RefusedError(f"{title} has no episode {place[1]} in season {place[0]}.")
        video = Video.objects.filter(title=title, episode=episode).first() or Video(title=title, episode=episode)
        video.full_clean()
        if video._state.adding:
            video.save()
        return video

    def _captions(self, given: str) -> ingest.Given:
        match = CAPTIONS.fullmatch(given)
        language = language_of(match[1]) if match else UNKNOWN
        if match is None or language == UNKNOWN:
            raise RefusedError(f"--captions is LANGUAGE:FILE, such as en:film.srt, and not {given!r}.")
        try:
            return ingest.Given(language, cleaned(Path(match[2]).read_bytes()))
        except RefusedError as error:
            raise RefusedError(f"{match[2]}: {error}") from error

    def _wait(self, video: Video) -> None:
        """The work is done here unless a worker was quicker, which is then watched."""
        with claims.claim(video.pk) as claim:
            if claim is not None:
                claim.on_progress = self._say
                work.work(claim)
        while (video := Video.objects.get(pk=video.pk)).is_to_do:
            self._say(video.percent)
            time.sleep(1)
        self._say(video.percent, end="\n")
        if video.state != Video.State.READY:
            raise CommandError(_one_line(f"{video}: {video.reason or video.get_state_display()}"), returncode=2)
        self.stdout.write(f"{video}: {video.duration:.1f} s in {len(video.facts['renditions'])} renditions.")

    def _say(self, percent: int, end: str = "") -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{percent:3} %", ending=end)
            self.stdout.flush()


def _one_line(error: object) -> str:
    return " ".join(str(error).split())
