"""Why a device is not let in, in the API's words."""

from datetime import timedelta

from django.utils.translation import gettext_lazy
from rest_framework import status
from rest_framework.exceptions import APIException

from accounts.services import PasswordNeeded, PinClosed


class ProfileLocked(APIException):
    """A profile of the account that has a PIN, which this device has not given."""

    status_code = status.HTTP_403_FORBIDDEN
    default_code = "profile_locked"
    default_detail = gettext_lazy("This profile has a PIN. Send the key that it gives in `Profile-Key`.")


class ConfirmationNeeded(APIException):
    """What opens more than the one who asks may see."""

    status_code = status.HTTP_403_FORBIDDEN
    default_code = "confirmation_needed"
    default_detail = gettext_lazy(
        "This needs the password of the account. Send the key that it gives in `Account-Key`."
    )


class LockedOut(APIException):
    """Too many wrong passwords or PINs."""

    status_code = status.HTTP_429_TOO_MANY_REQUESTS
    default_code = "locked_out"
    default_detail = gettext_lazy("Too many wrong tries. Try again later.")

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait.total_seconds()


def told(error: Exception) -> Exception:
    """A service's refusal as the API says it; other errors as they are."""
    if isinstance(error, PasswordNeeded):
        return ConfirmationNeeded()
    return LockedOut(error.wait) if isinstance(error, PinClosed) else error
