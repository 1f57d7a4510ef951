"""Titles as people get them wrong: what the accuracy of search is measured with.

Every kind takes a name and a source of chance and gives back what somebody might type who means it.
"""

import random
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

SHORTEST = 3  # letters a name must have to be damaged
PREFIX = 0.6
LETTERS = "abcdefghijklmnopqrstuvwxyz"
# What lies beside each letter on a keyboard.
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
BESIDE = {row[i]: row[max(0, i - 1) : i] + row[i + 1 : i + 2] for row in ROWS for i in range(len(row))}
Kind = Callable[[str, random.Random], str]


def edit(text: str, source: random.Random) -> str:
    """One letter left out, doubled by another, replaced or exchanged with the next."""
    place = source.randrange(len(text))
    before, here, after = text[:place], text[place], text[place + 1 :]
    letter = source.choice(LETTERS)
    endings = (after, letter + here + after, letter + after, after[:1] + here + after[1:])
    return before + source.choice(endings)


def one_edit(name: str, source: random.Random) -> str:
    return _changed(name, lambda: edit(name, source))


def two_edits(name: str, source: random.Random) -> str:
    return _changed(name, lambda: edit(edit(name, source), source))


def slip(name: str, source: random.Random) -> str:
    """A key beside the right one, or one pressed twice."""
    places = [place for place, letter in enumerate(name) if letter.lower() in BESIDE]
    if not places:
        return one_edit(name, source)
    place = source.choice(places)
    wrong: str = source.choice([*BESIDE[name[place].lower()], name[place] * 2])
    return name[:place] + wrong + name[place + 1 :]


def missing_word(name: str, source: random.Random) -> str:
    words = name.split()
    if len(words) < 3:
        return one_edit(name, source)
    words.pop(source.randrange(len(words)))
    return " ".join(words)


def swapped_words(name: str, source: random.Random) -> str:
    words = name.split()
    if len(words) < 2:
        return one_edit(name, source)
    one, other = source.sample(range(len(words)), 2)
    words[one], words[other] = words[other], words[one]
    return " ".join(words)


def lost_accents(name: str, source: random.Random) -> str:
    """Without accents, case and marks; names that have none of them lose a letter's place instead."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    bare = "".join(letter for letter in plain.lower() if letter.isalnum() or letter == " ")
    return bare if plain != name else one_edit(bare or name, source)


def lost_spaces(name: str, source: random.Random) -> str:
    """All of them, or one."""
    places = [i for i, letter in enumerate(name) if letter == " "]
    if not places:
        return one_edit(name, source)
    if source.random() < 0.5:
        return name.replace(" ", "")
    place = source.choice(places)
    return name[:place] + name[place + 1 :]


def prefix(name: str, _source: random.Random) -> str:
    return name[: max(2, round(len(name) * PREFIX))]


def prefix_with_edit(name: str, source: random.Random) -> str:
    return edit(prefix(name, source), source)


def missing_article(name: str, source: random.Random) -> str:
    words = name.split()
    rest = [word for word in words if word.lower() not in {"the", "a", "an", "of", "le", "la", "der", "die", "el"}]
    return " ".join(rest) if rest and rest != words else one_edit(name, source)


def with_year(name: str, source: random.Random) -> str:
    """One edit; the year is put behind it by `damaged`."""
    return one_edit(name, source)


KINDS: dict[str, Kind] = {
    "one edit": one_edit,
    "two edits": two_edits,
    "missing word": missing_word,
    "swapped words": swapped_words,
    "lost accents": lost_accents,
    "lost spaces": lost_spaces,
}
PREFIXES: dict[str, Kind] = {"prefix": prefix, "prefix, one edit": prefix_with_edit}
OTHERS: dict[str, Kind] = {"slip of a key": slip, "missing articles": missing_article, "one edit, year": with_year}


@dataclass(frozen=True)
class Asked:
    """What is typed, by whom who means which title."""

    kind: str
    text: str
    meant: Any


def damaged(
    titles: Sequence[tuple[Any, str, int | None]], kinds: dict[str, Kind], number: int, seed: int
) -> list[Asked]:
    """So many of the titles (key, name, year), chosen and damaged by chance, the kinds in turn."""
    source = random.Random(seed)
    long_enough = [title for title in titles if len(title[1]) >= SHORTEST]
    asked = []
    for place in range(number):
        kind = list(kinds)[place % len(kinds)]
        key, name, year = source.choice(long_enough)
        text = kinds[kind](name, source)
        asked.append(Asked(kind, f"{text} {year}" if kind.endswith("year") else text, key))
    return asked


def _changed(name: str, damage: Callable[[], str]) -> str:
    """What the damage makes of the name, tried again where it happened to leave it as it was."""
    return next((text for text in (damage() for _ in range(20)) if text.strip() and text != name), name)
