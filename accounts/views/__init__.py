"""The pages of accounts and profiles, and what viewers do to titles."""
