"""`Idempotency-Key`: a client that heard no answer asks again, and what it asked for is done once.

After draft-ietf-httpapi-idempotency-key-header. Plays and impressions need none: their reports have ids of their own.
"""

import hashlib
import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.urls import ResolverMatch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import status
from rest_framework.exceptions import APIException, ErrorDetail
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.models.requests import LONGEST_KEY
from accounts.services.retries import Answer, InWorkError, ReusedError, once
from catalog.rest import InvalidQuery

HEADER, REPLAYED = "Idempotency-Key", "Idempotency-Replayed"
# The draft has a quoted string; most clients send the bare text. They are the same key.
KEY = rf'"?[!#-~]{{1,{LONGEST_KEY}}}"?'
TOLD = (
    "A text of your own making, such as a UUID, for each thing that is to be done. Sent again with it within 24 hours, "
    "the request is not done again, and is answered as before."
)

Post = Callable[..., Response]


class KeyInWork(APIException):
    """The first request with this key has not ended."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "in_work"
    default_detail = gettext_lazy("A request with this key is being worked at. Ask again in a second.")
    wait = 1


class KeyReused(APIException):
    """The key of another request."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "key_reused"
    default_detail = gettext_lazy("This key was given to another request. Make a new one for each thing to be done.")


def retried(post: Post) -> Post:
    """A method that makes or counts something, and takes `Idempotency-Key`. Without one nothing is different, and
    nothing is asked of the database. Errors are not kept: whoever mends them may keep the key."""

    @wraps(post)
    def answered(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = _key(request)
        if key is None:
            return post(view, request, *args, **kwargs)
        try:
            answer, is_known = once(
                user=cast("User", request.user),
                operation=cast("ResolverMatch", request.resolver_match).view_name,
                key=key,
                digest=_digest(request),
                work=lambda: _answer(post(view, request, *args, **kwargs)),
            )
        except InWorkError:
            raise KeyInWork from None
        except ReusedError:
            raise KeyReused from None
        headers = {"Location": answer.location} if answer.location else {}
        return Response(answer.body, answer.status, headers=headers | ({REPLAYED: "true"} if is_known else {}))

    answered.takes_key = True  # type: ignore[attr-defined]  # for the description
    return answered


def _key(request: Request) -> str | None:
    given = request.headers.get(HEADER)
    if given is None:
        return None
    if not re.fullmatch(KEY, given):
        told = _("From 1 to %(most)d printable characters of ASCII without spaces.") % {"most": LONGEST_KEY}
        raise InvalidQuery({HEADER: [ErrorDetail(told, code="key")]})
    return given.strip('"')


def _digest(request: Request) -> str:
    """Of all that was asked: where, and what. The keys of PIN and password are no part of it."""
    data: Any = request.data  # JSON, or the bytes of a file
    sent = data if isinstance(data, bytes) else json.dumps(data, sort_keys=True).encode()
    return hashlib.sha256(request.get_full_path().encode() + b"\n" + sent).hexdigest()


def _answer(response: Response) -> Answer:
    return Answer(response.status_code, response.data, response.headers.get("Location", ""))
