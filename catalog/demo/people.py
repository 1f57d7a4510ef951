"""The names of casts, without what got between them when the lists were made."""

import re

NOTE = re.compile(r"\s*\([^)]*\)?$|\s*\[[^\]]*\]?$")
# A name begins with a capital, a digit or a quotation mark; a word with a dot inside is a name that somebody chose.
NAME = re.compile(r"""^["']?[^\W_a-z]|^\w+\.\w""")
NOT_A_NAME = re.compile(r"^(?:.|The|And)$|^(?:Academy Award|The .* Festival)|[()]| (?:of|and|the)$")
MOST = 12


def clean_cast(names: list[str]) -> tuple[str, ...]:
    """The first twelve names in billing order."""
    plain = (NOTE.sub("", name).lstrip(" .,;&").rstrip(" ,;&") for name in names)
    return tuple(dict.fromkeys(name for name in plain if _is_name(name)))[:MOST]


def _is_name(name: str) -> bool:
    return NAME.match(name) is not None and NOT_A_NAME.search(name) is None
