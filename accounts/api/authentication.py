"""Who calls: tokens of django-rest-knox, of which the database holds a hash alone."""

import re
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from knox.auth import TokenAuthentication
from knox.models import AuthToken
from rest_framework.exceptions import AuthenticationFailed

from accounts.models import User

TOKEN = re.compile(rb"[0-9a-f]{64}")


class DeviceTokenAuthentication(TokenAuthentication):  # type: ignore[misc]  # knox has no types
    """`Authorization: Bearer …`, in one query."""

    def authenticate_credentials(self, token: bytes) -> Any:
        # What cannot be a token is not asked for: bytes that are no text would fail in the database driver.
        if not TOKEN.fullmatch(token):
            raise AuthenticationFailed(_("Invalid token."))
        return super().authenticate_credentials(token)

    def _cleanup_token(self, auth_token: AuthToken) -> bool:
        """True for an expired token. The other tokens of its user are not read with every request, as knox does:
        `forget_expired` takes them away at log-in."""
        expired = auth_token.expiry is not None and auth_token.expiry < timezone.now()
        if expired:
            auth_token.delete()
        return expired


def forget_expired(user: User) -> None:
    """Delete this user's tokens that are of no use any more."""
    AuthToken.objects.filter(user=user, expiry__lt=timezone.now()).delete()
