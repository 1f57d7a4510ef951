"""How tests keep passwords: in the site's own form, and at the least cost that the algorithm knows."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """The site takes these for its own, and makes them stronger at the next log-in."""

    time_cost, memory_cost, parallelism = 1, 8, 1
