"""Sessions of devices: begun with a log-in, carried on by new tokens, ended one by one or all together."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from knox.crypto import hash_token
from knox.models import AuthToken
from knox.settings import knox_settings

from accounts.models import DeviceSession, Play, ReplacedToken, User
from accounts.models.devices import DEVICE_NAME

USE_NOTED_EVERY = dt.timedelta(hours=1)  # more often would be a write with every request


@transaction.atomic
def begin_session(*, user: User, name: str = "", device: str = Play.Device.OTHER) -> tuple[DeviceSession, str]:
    """Log a device in; the second is its token, which is kept nowhere. Sessions that have run out go."""
    AuthToken.objects.filter(user=user, expiry__lt=timezone.now()).delete()
    held, token = AuthToken.objects.create(user)
    session = DeviceSession.objects.create(user=user, token=held, name=name.strip()[:DEVICE_NAME], device=device)
    return session, token


@transaction.atomic
def renew_token(*, session: DeviceSession, token: AuthToken) -> tuple[DeviceSession, str] | None:
    """Give the device another token for this one, which is worth nothing from here on.

    None if another request was quicker: then this one comes with a replaced token, and the session is over.
    """
    session = DeviceSession.objects.select_for_update().get(pk=session.pk)
    if session.token_id != token.pk:
        session.token.delete()
        return None
    session.token, new = AuthToken.objects.create(session.user)
    session.last_used_at = timezone.now()
    session.save(update_fields=["token", "last_used_at"])
    ReplacedToken.objects.create(digest=token.pk, session=session)
    AuthToken.objects.filter(pk=token.pk).delete()
    session.replaced.filter(replaced_at__lt=timezone.now() - knox_settings.TOKEN_TTL).delete()  # run out long ago
    return session, new


def end_session_of(*, replaced_token: str) -> bool:
    """End the session that this token once belonged to; false if it never did.

    Two use one device's tokens then, and which of them is the owner cannot be told (RFC 9700, section 4.14.2).
    """
    deleted: int = AuthToken.objects.filter(device_session__replaced=hash_token(replaced_token)).delete()[0]
    return deleted > 0


def end_sessions(*, user: User) -> None:
    """Log every device of the account out."""
    AuthToken.objects.filter(user=user).delete()


def note_use(*, session: DeviceSession) -> None:
    """Remember that the device is in use, to the hour."""
    now = timezone.now()
    if session.last_used_at < now - USE_NOTED_EVERY:
        DeviceSession.objects.filter(pk=session.pk).update(last_used_at=now)
