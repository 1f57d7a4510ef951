"""Who calls: tokens of django-rest-knox, of which the database holds a hash alone."""

import re
from functools import cache
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from knox.models import AuthToken
from rest_framework.exceptions import AuthenticationFailed

from accounts.services import end_session_of, note_use
from catalog.statements import Statement, given

TOKEN = re.compile(rb"[0-9a-f]{64}")


class DeviceTokenAuthentication(TokenAuthentication):  # type: ignore[misc]  # knox has no types
    """`Authorization: Bearer …`, in one query. A token that was replaced ends the session that it was of."""

    def authenticate_credentials(self, token: bytes) -> Any:
        # What cannot be a token is not asked for: bytes that are no text would fail in the database driver.
        if not TOKEN.fullmatch(token):
            raise _invalid()
        token_text = token.decode()
        # The hash of 256 random bits is looked up as a whole: there is nothing to be learnt from how long that takes.
        held = _held().first(digest=hash_token(token_text))
        if held is None:
            end_session_of(replaced_token=token_text)
            raise _invalid()
        if held.expiry < timezone.now():
            held.delete()
            raise _invalid()
        user, held = self.validate_user(held)
        self.renew_token(held)
        note_use(session=held.device_session)
        return user, held


@cache
def _held() -> Statement[AuthToken]:
    known = AuthToken.objects.filter(pk=given("digest"), device_session__isnull=False)
    return Statement(known.select_related("user", "device_session").order_by())


def _invalid() -> AuthenticationFailed:
    return AuthenticationFailed(_("Invalid token."))
