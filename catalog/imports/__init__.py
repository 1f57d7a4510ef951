"""Bringing many titles in at once, from files or from records that a program made."""
