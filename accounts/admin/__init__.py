"""The operators' side of accounts and what their profiles did."""

from accounts.admin import activity, people

__all__ = ["activity", "people"]
