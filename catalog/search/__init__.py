"""Finding titles, people and genres by what somebody typed, and keeping what that needs.

Whoever changes a title's name, genres or credits calls `index_titles` with its id afterwards.
"""

from catalog.search.finding import search, search_genres, search_people
from catalog.search.folding import fold, fold_name
from catalog.search.indexing import index_titles, search_columns

__all__ = ["fold", "fold_name", "index_titles", "search", "search_columns", "search_genres", "search_people"]
