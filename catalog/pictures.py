"""Addresses of artwork. Whoever was shown a picture may load it, without a session: the address is the permission.

It names the title, the version of its facts, the language of the name that is drawn where that is not the main one, and
a signature over all of it, so that it can be cached by anyone for ever and tells a guesser nothing of titles they were
not shown.
"""

import hashlib
import hmac
from functools import cache

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from catalog.models import Title

EDITION = 3  # raised when the drawings change, so that no cache shows the old ones
BARE = "still"  # has no name on it
WIDTH = {"poster": 480, "card": 480, "still": 1280}  # in pixels, where none is asked for
SIGNATURE = 12  # hexadecimal digits: 48 bits, each guess of which costs a request


def picture_url(title: Title, shape: str) -> str:
    """Where a title's picture of this shape is; `?width=` may be added. Costs no query."""
    version = version_of(title, "" if shape == BARE else get_language() or "")
    return f"{_prefix(shape)}{title.pk}-{version}-{sign(title.pk, version)}.webp"


def source_of(title: Title, shape: str) -> str:
    """The name in the storage of the operator's image that the picture is made of; empty where it is drawn.

    A still does for a card as well, with the name laid over it.
    """
    found: str = title.images.get(shape) or (title.images.get("still", "") if shape == "card" else "")
    return found


def version_of(title: Title, language: str = "") -> str:
    """Changes whenever the title's facts or the way of drawing do; names the language if the title has a name there."""
    version = f"{EDITION:x}{int(title.updated_at.timestamp() * 1_000_000):x}"
    return f"{version}.{language}" if language in title.names else version


def sign(title_id: int, version: str) -> str:
    """The short signature over a title's id and version; the same for every shape."""
    return hmac.new(_key(settings.SECRET_KEY), f"{title_id}-{version}".encode(), hashlib.sha256).hexdigest()[:SIGNATURE]


def is_signed(title_id: int, version: str, signature: str) -> bool:
    """Whether this site made the address; takes the same time either way."""
    return hmac.compare_digest(sign(title_id, version), signature)


@cache
def _key(secret: str) -> bytes:
    """A key of its own, so that these signatures are good for nothing else."""
    return hashlib.sha256(f"catalog.pictures:{secret}".encode()).digest()


@cache
def _prefix(shape: str) -> str:
    return reverse("artwork", args=[shape, 0, "0", "0", "webp"]).removesuffix("0-0-0.webp")
