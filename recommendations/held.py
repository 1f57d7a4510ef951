"""What this process has read and rendered of titles lately, by what it was made from: whoever asks for it names the
moment of the last change, so nothing here is ever out of date."""

from collections.abc import Mapping
from typing import Generic, TypeVar

from django.db.models import TextField
from django.db.models.functions import Cast

from catalog.models import Title

K = TypeVar("K")
V = TypeVar("V")
FIELDS = ("kind", "name", "names", "slug", "year", "updated_at", "images")  # what cards and links show
TITLES = 8_000  # about 1 kB each

# The moment of a title's last change, as text: it is only compared, and a hundred moments take long to be read.
STAMP = Cast("updated_at", TextField())
Stamps = Mapping[int, str]


class Recent(Generic[K, V]):
    """A bounded memory of what was used last: at most twice `size` values, in a younger and an older half.

    Threads may use it without a lock: at worst two of them make the same value.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.young: dict[K, V] = {}
        self.old: dict[K, V] = {}

    def get(self, key: K) -> V | None:
        """The value, which is among the young ones from here on; None where it is not held."""
        value = self.young.get(key)
        if value is None and (value := self.old.get(key)) is not None:
            self[key] = value
        return value

    def __setitem__(self, key: K, value: V) -> None:
        if len(self.young) >= self.size:
            self.old, self.young = self.young, {}
        self.young[key] = value


_titles: Recent[tuple[int, str], Title] = Recent(TITLES)


def titles(stamps: Stamps) -> dict[int, Title]:
    """These titles with what cards show of them; no query where all of them are held, else one.

    They are shared and must not be written to. Whether they may be shown was asked by whoever has the stamps.
    """
    found = {pk: held for pk, stamp in stamps.items() if (held := _titles.get((pk, stamp)))}
    if len(found) < len(stamps):
        missing = stamps.keys() - found.keys()
        for title in Title.objects.filter(pk__in=missing).order_by().annotate(stamp=STAMP).only(*FIELDS):
            found[title.pk] = _titles[title.pk, vars(title)["stamp"]] = title
    return found
