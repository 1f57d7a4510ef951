"""Who may load which video: tickets for viewers, and whether a ticket still holds."""

import datetime as dt
import uuid

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from accounts.access import chosen_profile
from accounts.models import DeviceSession, Profile
from catalog.media.playback import Playback, playback
from catalog.media.tickets import Ticket
from catalog.models import Episode, Title

WEB = "web"  # the holder of a ticket that goes with a signed-in browser; that of a device is the id of its session


def playback_of(profile: Profile, title: Title, episode: Episode | None, *, holder: str = WEB) -> Playback | None:
    """How the profile plays a title that it may see: addresses are for this profile and holder, for a while.

    None where there is no video of it. `holder` is WEB for pages, and `device(…)` for the API.
    """

    def grant(package: uuid.UUID) -> tuple[str, dt.datetime]:
        expires_at = timezone.now().replace(microsecond=0) + dt.timedelta(seconds=settings.MEDIA_URL_SECONDS)
        ticket = Ticket(profile.pk, title.pk, episode.pk if episode else None, package, holder, expires_at)
        return ticket.sign(), expires_at

    return playback(title, episode, grant=grant)


def device(session: DeviceSession) -> str:
    """The holder of tickets that are given to a device: they hold as long as it is logged in."""
    return session.pk.hex


def may_load(request: HttpRequest, ticket: Ticket) -> bool:
    """Whether who asks is who the ticket was given to, and may still see the title."""
    profile = _holder(request, ticket)
    return (
        profile is not None
        and profile.pk == ticket.profile_id
        and Title.objects.visible_to(profile.limits).filter(pk=ticket.title_id).exists()
    )


def _holder(request: HttpRequest, ticket: Ticket) -> Profile | None:
    if ticket.holder == WEB:
        return chosen_profile(request) if request.user.is_authenticated else None
    # A device's video player sends neither cookies nor headers: the address is all there is.
    sessions = DeviceSession.objects.live().filter(pk=ticket.holder, user__is_active=True)
    return Profile.objects.filter(pk=ticket.profile_id, user__in=sessions.values("user")).first()
