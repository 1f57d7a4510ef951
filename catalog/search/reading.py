"""What a text that was typed may stand for, and what a name may be called."""

import re
from collections.abc import Container, Iterable, Iterator

from catalog.search.folding import NUMBERS, fold, without_article
from catalog.search.matching import Name, Typed

YEAR = re.compile(r"18[789]\d|19\d\d|20\d\d")
LONGEST = 100  # letters that are looked at


def names_of(title: int, names: Iterable[str], year: int | None) -> Iterator[Name]:
    """What a title goes by: its names, and those again with figures for numbers, such as 2 for II or two."""
    forms = (form for name in names for form in _forms(fold(name) or symbols(name)) if form)
    for form in dict.fromkeys(forms):
        yield Name(title, form, without_article(form), year)


def readings(text: str, words: Container[str]) -> list[Typed]:
    """What may be meant: the text as it stands, with figures for numbers, and without a year that stands beside words.

    `words` are those of all names: a year that is none of them is a year. Nothing for a text of blanks."""
    folded = fold(text[:LONGEST]) or symbols(text[:LONGEST])
    typed = folded.split()
    years = [word for word in typed if YEAR.fullmatch(word)] if len(typed) > 1 else []
    rest = " ".join(word for word in typed if word not in years[-1:])
    found = [Typed(rest, without_article(rest), int(years[-1]))] if years and rest else []
    if not found or years[-1] in words:
        found += [Typed(form, without_article(form)) for form in _forms(folded) if form]
    return found


def symbols(text: str) -> str:
    """A name that is made of marks alone, such as $."""
    return "".join(letter for letter in text if letter.isprintable() and not letter.isspace())


def _forms(folded: str) -> dict[str, None]:
    return dict.fromkeys([folded, " ".join(NUMBERS.get(word, word) for word in folded.split())])
