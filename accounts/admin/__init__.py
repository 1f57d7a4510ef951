"""The operators' side of accounts and what their profiles did."""

from accounts.admin import activity, others, people

__all__ = ["activity", "others", "people"]
