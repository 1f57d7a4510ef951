"""The operators' side of recommendations."""

from recommendations.admin import pages, statistics, versions

__all__ = ["pages", "statistics", "versions"]
