"""What a text that was typed may stand for, and what a name may be called."""

import re
from collections.abc import Iterable, Iterator

from catalog.search.folding import NUMBERS, fold, without_article
from catalog.search.matching import Name, Typed

YEAR = re.compile(r"18[789]\d|19\d\d|20\d\d")
LONGEST = 100  # letters that are looked at


def names_of(title: int, names: Iterable[str], year: int | None) -> Iterator[Name]:
    """What a title goes by: its names, and those again with figures for numbers, such as 2 for II or two."""
    for name in dict.fromkeys(form for name in names for form in _forms(fold(name) or symbols(name)) if form):
        yield Name(title, name, without_article(name), year)


def readings(text: str) -> list[Typed]:
    """What may be meant: the text as it stands, with figures for numbers, and without a year that stands beside words.
    Nothing for a text of blanks."""
    folded = fold(text[:LONGEST]) or symbols(text[:LONGEST])
    found = [Typed(form, without_article(form)) for form in _forms(folded) if form]
    words = folded.split()
    years = [word for word in words if YEAR.fullmatch(word)]
    if years and len(words) > 1:
        rest = " ".join(word for word in words if word != years[-1])
        found += [Typed(rest, without_article(rest), int(years[-1]))] if rest else []
    return found


def symbols(text: str) -> str:
    """A name that is made of marks alone, such as $."""
    return "".join(letter for letter in text if letter.isprintable() and not letter.isspace())


def _forms(folded: str) -> dict[str, None]:
    return dict.fromkeys([folded, " ".join(NUMBERS.get(word, word) for word in folded.split())])
