"""The demo's film: one short film, packaged beforehand, that plays for every title which has no video of its own.

It is shown only where DEMO is set, and always called a stand-in. `manage.py package_demo` made its files.
"""

import json
import uuid
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.core.files.storage import FileSystemStorage, Storage
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.models import Episode

FOLDER = Path(__file__).resolve().parent.parent / "demo" / "film"
PACKAGE = uuid.UUID(int=1)
NOTHING = uuid.UUID(int=0)  # no package: a ticket for captions alone
POSTER = 6
# What may be skipped of an episode, in seconds: the first one of a season has nothing to recall.
INTRO, RECAP, INTRO_AFTER_RECAP = ("intro", 2.0, 14.0), ("recap", 0.0, 4.0), ("intro", 4.0, 14.0)


@dataclass(frozen=True)
class Track:
    """A caption track of the film."""

    file: str
    label: str | Promise
    language: str
    kind: str


CAPTIONS = (
    Track("caption-en.vtt", _("English"), "en", "captions"),
    Track("caption-de.vtt", _("German"), "de", "captions"),
)


@dataclass(frozen=True)
class Film:
    """What its package says of itself."""

    duration: float
    audio: tuple[tuple[str, str], ...]


@cache
def film() -> Film:
    """The film's facts, as the packaging wrote them."""
    facts = json.loads((FOLDER / "facts.json").read_text(encoding="utf-8"))
    return Film(facts["duration"], tuple((one["label"], one["language"]) for one in facts["audio"]))


def markers(episode: Episode | None) -> tuple[tuple[str, float, float], ...]:
    """The stretches that stand for an intro and a recap: kind, from, to."""
    if episode is None:
        return ()
    return (INTRO,) if episode.number == 1 else (RECAP, INTRO_AFTER_RECAP)


@cache
def storage() -> Storage:
    """Its files are part of the program."""
    return FileSystemStorage(FOLDER)
