"""Every kind of part by name. Adding a part touches this table and its own file."""

from .ials import Ials
from .popularity import Popularity
from .scorer import Scorer

PARTS: dict[str, type[Scorer]] = {part.kind: part for part in (Popularity, Ials)}
