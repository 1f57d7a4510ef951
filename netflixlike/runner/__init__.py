"""Runs the whole site from one process."""
