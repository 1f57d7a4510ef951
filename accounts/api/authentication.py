"""Who calls: tokens of django-rest-knox, of which the database holds a hash alone."""

import re
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from knox.models import AuthToken
from rest_framework.exceptions import AuthenticationFailed

from accounts.services import end_session_of, note_use

TOKEN = re.compile(rb"[0-9a-f]{64}")


class DeviceTokenAuthentication(TokenAuthentication):  # type: ignore[misc]  # knox has no types
    """`Authorization: Bearer …`, in one query. A token that was replaced ends the session that it was of."""

    def authenticate_credentials(self, token: bytes) -> Any:
        # What cannot be a token is not asked for: bytes that are no text would fail in the database driver.
        if not TOKEN.fullmatch(token):
            raise _invalid()
        given = token.decode()
        # The hash of 256 random bits is looked up as a whole: there is nothing to be learnt from how long that takes.
        known = AuthToken.objects.select_related("user", "device_session")
        held = known.filter(pk=hash_token(given), device_session__isnull=False).first()
        if held is None:
            end_session_of(replaced_token=given)
            raise _invalid()
        if held.expiry < timezone.now():
            held.delete()
            raise _invalid()
        user, held = self.validate_user(held)
        self.renew_token(held)
        note_use(session=held.device_session)
        return user, held


def _invalid() -> AuthenticationFailed:
    return AuthenticationFailed(_("Invalid token."))
