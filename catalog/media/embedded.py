"""Captions that are in a source: taken out by ffmpeg as WebVTT, and cleaned like any others.

They are worth having and not worth failing for: what cannot be read is left out.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from catalog.media.captions import LARGEST, cleaned
from catalog.media.confined import Limits, OverrunError, run
from catalog.media.containers import input_options
from catalog.media.probing import Source, Words
from catalog.media.reasons import RefusedError
from catalog.media.tools import tool

log = logging.getLogger(__name__)
SECONDS = 3600  # the whole source is read for it


@dataclass(frozen=True)
class Found:
    """One track."""

    language: str
    label: str
    kind: str
    text: str


def captions_in(source: Source, descriptor: int, folder: Path, memory: int, on_tick: Callable[[], None]) -> list[Found]:
    """The captions of a source, one of each language and kind; nothing of it stays in the folder."""
    files = [folder / f"words-{number}.vtt" for number in range(len(source.words))]
    try:
        if files:
            _extract(source, descriptor, files, memory, on_tick)
        found = [_read(words, file) for words, file in zip(source.words, files, strict=True) if file.exists()]
    finally:
        for file in files:
            file.unlink(missing_ok=True)
    return list({(one.language, one.kind): one for one in reversed(found) if one is not None}.values())[::-1]


def _extract(source: Source, descriptor: int, files: list[Path], memory: int, on_tick: Callable[[], None]) -> None:
    command = [tool("ffmpeg"), "-nostdin", "-hide_banner", "-v", "error", *input_options(source.container, descriptor)]
    for words, file in zip(source.words, files, strict=True):
        command += ["-map", f"0:{words.index}", "-c:s", "webvtt", "-f", "webvtt", file.name]
    limits = Limits(seconds=SECONDS, silent=SECONDS, memory=memory, file=LARGEST)
    try:
        outcome = run(command, limits=limits, folder=files[0].parent, descriptors=[descriptor], on_tick=on_tick)
    except OverrunError:
        log.info("Taking captions out of a source took too long")
        return
    if outcome.code != 0:
        log.info("Captions of a source cannot be read: %s", outcome.complaints[-1:])


def _read(words: Words, file: Path) -> Found | None:
    try:
        return Found(words.language, words.label, words.kind, cleaned(file.read_bytes()))
    except RefusedError as error:
        log.info("Captions in %s are left out: %s", words.language, error)
        return None
