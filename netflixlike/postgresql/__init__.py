"""The database driver of the site: Django's for PostgreSQL, which asks less."""
