"""Why a file was not taken, in words for whoever brought it."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models.videos import REASON


class RefusedError(Exception):
    """The file cannot become a video; the text says why."""


# What ffmpeg says, and what it means.
MEANINGS = (
    ("moov atom not found", gettext_lazy("The file is incomplete: the index at its end is missing.")),
    ("No space left on device", gettext_lazy("The disk of MEDIA_SCRATCH is full.")),
    ("Cannot allocate memory", gettext_lazy("It takes more memory than is allowed.")),
    ("Error while decoding", gettext_lazy("Too much of the file is damaged.")),
    ("Decoding error", gettext_lazy("Too much of the file is damaged.")),
    ("does not contain any stream", gettext_lazy("There are no moving pictures in the file.")),
    ("Picture size", gettext_lazy("The pictures are too large.")),
    ("End of file", gettext_lazy("The file ends before the video begins.")),
)
# "[mov,mp4 @ 0x55d…] " and the name that ffmpeg knows the file by
PREFIX, NAME = re.compile(r"^(\[[^\]]*\]\s*)+"), re.compile(r"file:/dev/fd/\d+:?\s*")


def reason_of(complaints: Sequence[str], otherwise: str) -> str:
    """What a program's complaints come down to: a known meaning, or else its own last words."""
    for sign, meaning in MEANINGS:
        if any(sign in line for line in complaints):
            return str(meaning)
    lines = [NAME.sub("", PREFIX.sub("", line)).strip() for line in complaints]
    last = next((line for line in reversed(lines) if line), "")
    said = f"{otherwise} {_('ffmpeg says:')} {last}" if last else otherwise
    return "".join(c if c.isprintable() else " " for c in said)[:REASON]
