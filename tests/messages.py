"""The site's texts and their translations: finds what is marked in code and templates, brings locale/ up to it, and
compiles what Django reads. `make messages`; tests/pages/test_languages.py sees that it was done.

Babel does it without gettext's programs, which a machine may not have.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("accounts", "catalog", "netflixlike", "recommendations")
LANGUAGES = ("ar", "de")
PLAIN, PLURAL, CONTEXT, BOTH = None, (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), PLAIN),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), PLURAL),
    **dict.fromkeys(("pgettext", "pgettext_lazy", "pgettext_noop"), CONTEXT),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), BOTH),
}
# What `templatize` leaves of a template's texts.
STRING = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
IN_TEMPLATES = re.compile(rf"\b(n?p?gettext|_)\({STRING}(?:,\s*{STRING})?(?:,\s*{STRING})?")
# These lines of a header say when, and nothing of what.
WHEN = re.compile(rb'^"(?:POT-Creation-Date|PO-Revision-Date|Generated-By).*\n', re.MULTILINE)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@cache
def marked() -> Catalog:
    """All that is marked, with the files that it is in."""
    catalog = Catalog(charset="utf-8")
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts:
                _add_code(catalog, path)
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for context, ids in _in_template(path.read_text()):
            catalog.add(ids, locations=[(_name(path), 0)], context=context)
    return catalog


def _add_code(catalog: Catalog, path: Path) -> None:
    with path.open("rb") as file:
        for _line, ids, _comments, context in extract("python", file, KEYWORDS):
            catalog.add(ids, locations=[(_name(path), 0)], context=context)


def _in_template(text: str) -> Iterator[tuple[str | None, str | tuple[str, str]]]:
    for function, *strings in IN_TEMPLATES.findall(templatize(text)):
        given = [ast.literal_eval(string) for string in strings if string]
        context = given.pop(0) if "p" in function else None
        yield context, (given[0], given[1]) if "n" in function.removesuffix("gettext") else given[0]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def folder(language: str) -> Path:
    """Where a language's texts are."""
    return ROOT / "locale" / language / "LC_MESSAGES"


def translations(language: str) -> Catalog:
    """What is translated so far."""
    path = folder(language) / "django.po"
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def renewed(language: str) -> Catalog:
    """The translations for just what is marked now. Nothing is guessed from a text that was alike."""
    catalog = translations(language)
    catalog.update(marked(), no_fuzzy_matching=True)
    catalog.project, catalog.version, catalog.fuzzy = "netflixlike", "1.0.0", False
    catalog.last_translator = catalog.language_team = catalog.msgid_bugs_address = ""
    catalog.creation_date = catalog.revision_date = NOW
    return catalog


def untranslated(catalog: Catalog) -> list[object]:
    """The ids of texts that have no translation, or not all of its plural forms, or one that waits for a look."""
    return [one.id for one in catalog if one.id and (one.fuzzy or not all(forms_of(one)))]


def forms_of(message: Message) -> Sequence[str]:
    """A text's translation, or its plural forms; an empty one where there is none."""
    return [message.string or ""] if not isinstance(message.string, list | tuple) else message.string


def as_po(catalog: Catalog) -> bytes:
    """The file that people edit."""
    file = BytesIO()
    catalog.header_comment = "# netflixlike in another language. `make messages` brings it up to the code."
    write_po(file, catalog, width=119, sort_output=False, ignore_obsolete=True, include_lineno=False)
    return WHEN.sub(b"", file.getvalue())


def as_mo(catalog: Catalog) -> bytes:
    """The file that Django reads."""
    file = BytesIO()
    catalog.creation_date = catalog.revision_date = NOW
    write_mo(file, catalog)
    return file.getvalue()


def main() -> None:
    for language in LANGUAGES:
        catalog, path = renewed(language), folder(language)
        path.mkdir(parents=True, exist_ok=True)
        (path / "django.po").write_bytes(as_po(catalog))
        (path / "django.mo").write_bytes(as_mo(translations(language)))
        print(f"{language}: {len(catalog)} texts, {len(untranslated(catalog))} without a translation")


if __name__ == "__main__":
    main()
