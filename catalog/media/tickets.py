"""Who may load which package until when, signed, for the path of every address of it.

A ticket is part of the path, so that the relative addresses in playlists keep it. It is a permission that was given,
not the last word: whoever sends the bytes asks again whether the profile may still see the title.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer

SALT = "catalog.media.tickets"
PARTS = 6


class BadTicketError(ValueError):
    """Not a ticket of this site, or one that has run out."""


@dataclass(frozen=True)
class Ticket:
    """A profile may load a package for a title or an episode until then.

    `holder` is what the ticket was given to, a session or a device; the caller who gives it knows how to tell.
    """

    profile_id: int
    title_id: int
    episode_id: int | None
    package: uuid.UUID
    holder: str
    expires_at: dt.datetime

    def sign(self) -> str:
        """The ticket as text that may stand in a path."""
        facts = (
            self.profile_id,
            self.title_id,
            self.episode_id or 0,
            self.package.hex,
            self.holder,
            int(self.expires_at.timestamp()),
        )
        return _signer().sign(".".join(map(str, facts)))


def read_ticket(text: str, now: dt.datetime) -> Ticket:
    """The ticket that a path carries; BadTicketError if it is forged, damaged or has run out."""
    try:
        parts = _signer().unsign(text).split(".")
    except BadSignature as error:
        raise BadTicketError("forged") from error
    if len(parts) != PARTS:
        raise BadTicketError("of another form")
    profile, title, episode, package, holder, expires = parts
    ticket = Ticket(
        int(profile),
        int(title),
        int(episode) or None,
        uuid.UUID(package),
        holder,
        dt.datetime.fromtimestamp(int(expires), dt.UTC),
    )
    if ticket.expires_at <= now:
        raise BadTicketError("has run out")
    return ticket


def _signer() -> Signer:
    return Signer(salt=SALT, sep="~")
