"""Bringing the ratings of many people in at once, as the thumbs and plays they stand for."""
