"""What a kind of row is, and where all of them are known."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from catalog.naming import genre_name
from recommendations.shelves import Indices
from recommendations.viewer import Viewer
from recommendations.worth import Floats

CARDS = 18  # of a row, unless its kind says otherwise
# What a child's home is made of: rows that say in a word what they hold, and nothing of what others watch or searched.
FOR_CHILDREN = {
    "billboard",
    "top_picks",
    "because_you_loved",
    "because_you_watched",
    "watch_again",
    "your_genres",
    "genres",
    "new",
    "short_films",
    "more_of_genre",
}
DEPTH = 120  # titles a candidate carries, so that a row stays full after others have taken theirs


@dataclass(frozen=True)
class Candidate:
    """A possible row: indices of the snapshot, best first, all of them true to the heading.

    `about` fills the texts and `key` tells the row from others of its kind. `appeal` multiplies what its titles are
    worth: 1 for a row that says nothing of this viewer. `places` are the titles' places in a row that is numbered.
    """

    about: dict[str, Any]
    titles: Indices
    key: str = ""
    appeal: float = 1.0
    places: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Shelved:
    """Many possible rows, each the viewer's best of one shelf: `Candidate`s as arrays, made where they are needed.

    `shelves` int64 (k): their numbers; `appeal` float32 (k). `liked` int64 (k): how many titles of each the viewer
    liked, for the texts; None where they do not say.
    """

    shelves: Indices
    appeal: Floats
    liked: Indices | None = None

    def __len__(self) -> int:
        return len(self.shelves)

    def candidate(self, viewer: Viewer, place: int) -> Candidate:
        """One of them."""
        number = int(self.shelves[place])
        shelf = viewer.snapshot.shelves.shelves[number]
        about = shelf.about if self.liked is None else {**shelf.about, "liked": int(self.liked[place])}
        return Candidate(about, viewer.on_shelf(number)[:DEPTH], shelf.key, float(self.appeal[place]))


Offer = Candidate | Shelved
Build = Callable[[Viewer], Iterator[Offer]]


@dataclass(frozen=True)
class RowKind:
    """How a kind of row is made, what it says, and the rules that its rows keep wherever they are worth most.

    `%(…)s` in the texts are filled from a row's `about`. A row has up to `cards` titles. At most `most`
    rows of the kind are on a page, with `apart`
    rows of other kinds between them, none of them among the first `earliest` rows. `numbered` rows show
    places; `first` ones open the page.
    """

    name: str
    heading: Any
    reason: Any
    build: Build
    cards: int = CARDS
    most: int = 1
    apart: int = 1
    earliest: int = 0
    numbered: bool = False
    first: bool = False
    by_taste: bool = True  # its titles stand there for what the viewer did with others, which its cards can name
    again: bool = False  # made of titles that were watched, which all others leave out

    def words(self, about: dict[str, Any]) -> tuple[str, str]:
        """Heading and reason of a row, in the language of whoever looks."""
        told = {name: genre_name(value) if name in {"genre", "other"} else value for name, value in about.items()}
        return str(self.heading % told), str(self.reason % told)


@dataclass
class Registry:
    """The row kinds by name, in the order in which they were written."""

    kinds: dict[str, RowKind] = field(default_factory=dict)

    def row(self, *, heading: Any, reason: Any, **rules: Any) -> Callable[[Build], Build]:
        """Registers the decorated function under its own name."""

        def register(build: Build) -> Build:
            self.kinds[build.__name__] = RowKind(build.__name__, heading, reason, build, **rules)
            return build

        return register

    def offers(self, viewer: Viewer) -> Iterator[tuple[RowKind, Offer]]:
        """Every candidate row of every kind that is made for such a viewer."""
        for kind in self.kinds.values():
            if viewer.is_kids and kind.name not in FOR_CHILDREN:
                continue
            for offer in kind.build(viewer):
                yield kind, offer


registry = Registry()
