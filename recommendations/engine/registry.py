"""Every kind of part by name, and the roster of a blend. Adding a part touches this table and its own file."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .bag import Bag
from .content import Content
from .directed import Directed
from .ease import Ease
from .ials import Ials
from .near import Near
from .popularity import Popularity
from .scorer import Scorer
from .sequel import Sequel
from .spectral import Spectral
from .ties import tied
from .training import Training
from .trending import Trending

KINDS: tuple[type[Scorer], ...] = (Popularity, Trending, Ials, Ease, Near, Spectral, Directed, Sequel, Bag, Content)
PARTS: dict[str, type[Scorer]] = {part.kind: part for part in KINDS}


@dataclass(frozen=True)
class Entry:
    """One part of the roster: its kind, its fixed settings, and for each setting worth trying its values, ascending."""

    kind: str
    fixed: Mapping[str, Any]
    tries: Mapping[str, tuple[Any, ...]]
    final: Mapping[str, Any] = field(default_factory=dict)  # what is set once settings are found: too dear to try

    @property
    def part(self) -> type[Scorer]:
        """The class."""
        return PARTS[self.kind]

    def untied(self) -> "Entry":
        """The same for data where no two events share a moment."""
        return replace(self, tries={name: values for name, values in self.tries.items() if name != "shuffle_ties"})

    def usable(self, data: Training) -> bool:
        """Whether the data has what the part needs."""
        return not ((self.part.needs_order and not data.timed) or (self.part.needs_features and data.features is None))


TIES = (False, True)  # tried only where many events share a moment
ROSTER: dict[str, Entry] = {
    "popularity": Entry("popularity", {}, {}),
    "trending": Entry("trending", {}, {"half_life_days": (1.0, 3.0, 10.0, 30.0, 100.0)}),
    "ials": Entry(
        "ials",
        {"regularization": 9.0, "alpha": 3.0, "alpha_power": 0.7},
        {
            "alpha": (0.5, 1.0, 3.0, 10.0),
            "regularization": (1.0, 2.0, 4.0, 9.0, 20.0, 50.0, 120.0),
            "factors": (32, 64, 128),
        },
    ),
    "ease": Entry(
        "ease",
        {"user_power": 0.25, "target_power": 0.15},
        {
            "l2": (30.0, 100.0, 200.0, 400.0, 1000.0),
            "dropout": (0.0, 0.2, 0.5),
            "user_power": (0.0, 0.25, 0.5),
            "target_power": (0.0, 0.15, 0.3),
        },
    ),
    "near": Entry("near", {}, {"l2": (50.0, 100.0, 200.0, 400.0, 1000.0)}),
    "spectral": Entry("spectral", {}, {"factors": (20, 40, 80, 160), "item_power": (0.1, 0.25, 0.4)}),
    "directed": Entry(
        "directed", {"half_life": 3.0, "window": 20}, {"shuffle_ties": TIES, "l2": (30.0, 100.0, 300.0, 1000.0, 3000.0)}
    ),
    "directed-long": Entry(
        "directed", {"half_life": 12.0, "window": 40}, {"shuffle_ties": TIES, "l2": (100.0, 300.0, 1000.0, 3000.0)}
    ),
    "sequel": Entry(
        "sequel",
        {"copies": 1},
        {"shuffle_ties": TIES, "latest": (0, 2), "drop_factors": (0.15, 0.3, 0.5)},
        {"copies": 0},
    ),
    "bag": Entry("bag", {}, {"decay": (0.05, 0.15, 0.5)}),
    "content": Entry("content", {}, {}),
}
UNTUNED = {
    "sequel": 1.0, "ease": 0.15, "ials": 0.1, "bag": 0.1, "directed": 0.1, "trending": 0.1, "popularity": 0.02,
    "content": 0.05, "spectral": 0.0, "near": 0.0, "directed-long": 0.0,
}  # fmt: skip


def roster(data: Training, only: tuple[str, ...] = ()) -> dict[str, Entry]:
    """The entries that this data can feed; `only` restricts them to those named."""
    found = {name: entry for name, entry in ROSTER.items() if entry.usable(data) and (not only or name in only)}
    return found if tied(data.liked) else {name: entry.untied() for name, entry in found.items()}
