"""The operators' side of the catalogue."""

from catalog.admin import facts, titles, videos

__all__ = ["facts", "titles", "videos"]
