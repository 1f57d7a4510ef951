"""The part of the REST API that is about people: log-in, profiles, and what profiles do and say."""
