"""The operators' side of the catalogue."""

from catalog.admin import facts, titles

__all__ = ["facts", "titles"]
