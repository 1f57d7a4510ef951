"""Finding titles, people and genres by what somebody typed, and keeping what that needs.

Whoever changes a title's name, genres or credits calls `index_titles` with its id afterwards.
"""

from catalog.search.finding import Found, search
from catalog.search.folding import fold, fold_name
from catalog.search.held import renew_stamp
from catalog.search.indexing import index_titles, search_columns
from catalog.search.others import search_genres, search_people

__all__ = [
    "Found",
    "fold",
    "fold_name",
    "index_titles",
    "renew_stamp",
    "search",
    "search_columns",
    "search_genres",
    "search_people",
]
