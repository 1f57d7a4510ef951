"""The part of the REST API where titles are chosen for a viewer: home, browsing, search, one title."""
