"""Every error of the REST API in one shape: `application/problem+json` of RFC 9457."""

import logging
import math
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views import defaults
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import set_rollback

from catalog.rest import InvalidQuery

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
PREFIX = "/api/"
# The phrases of HTTP, in the language of whoever reads them.
TITLES = {
    HTTPStatus.BAD_REQUEST: pgettext_lazy("HTTP", "Bad Request"),
    HTTPStatus.UNAUTHORIZED: pgettext_lazy("HTTP", "Unauthorized"),
    HTTPStatus.FORBIDDEN: pgettext_lazy("HTTP", "Forbidden"),
    HTTPStatus.NOT_FOUND: pgettext_lazy("HTTP", "Not Found"),
    HTTPStatus.METHOD_NOT_ALLOWED: pgettext_lazy("HTTP", "Method Not Allowed"),
    HTTPStatus.NOT_ACCEPTABLE: pgettext_lazy("HTTP", "Not Acceptable"),
    HTTPStatus.LENGTH_REQUIRED: pgettext_lazy("HTTP", "Length Required"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: pgettext_lazy("HTTP", "Content Too Large"),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: pgettext_lazy("HTTP", "Unsupported Media Type"),
    HTTPStatus.UNPROCESSABLE_ENTITY: pgettext_lazy("HTTP", "Unprocessable Content"),
    HTTPStatus.TOO_MANY_REQUESTS: pgettext_lazy("HTTP", "Too Many Requests"),
    HTTPStatus.INTERNAL_SERVER_ERROR: pgettext_lazy("HTTP", "Internal Server Error"),
}
# What a client can rely on: `type` is this followed by the problem's name. docs/api.md lists them all.
NAMES = "urn:netflixlike:problem:"

# DRF's names for what has a plainer one; a token that is wrong and one that is missing are the same to a client.
RENAMED = {"parse_error": "malformed", "authentication_failed": "not_authenticated"}

Errors = list[dict[str, str]]


def handle(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's exception handler: whatever went wrong in a view, as a problem."""
    set_rollback()
    known = _known(error)
    if known is None:
        return _unexpected(error, context)
    told = _invalid(known) if isinstance(known, exceptions.ValidationError) else _told(known)
    return Response(told, status=told["status"], headers=_headers(known), content_type=MEDIA_TYPE)


def content(status: HTTPStatus, name: str, detail: str, errors: Errors | None = None) -> dict[str, Any]:
    """The members of a problem; `errors` only where there are some."""
    title = str(TITLES.get(status, status.phrase))
    told = {"type": NAMES + name.replace("_", "-"), "title": title, "status": int(status), "detail": detail}
    return {**told, "errors": errors} if errors else told


def _told(error: exceptions.APIException) -> dict[str, Any]:
    code = str(error.get_codes())
    return content(HTTPStatus(error.status_code), RENAMED.get(code, code), str(error.detail))


def _invalid(error: exceptions.ValidationError) -> dict[str, Any]:
    """422, where DRF says 400 as for JSON that is none: that is mended in a client, this by whoever typed it."""
    errors = list(_errors(error.detail, "parameter" if isinstance(error, InvalidQuery) else "pointer"))
    detail = _("Some values cannot be taken; see `errors`.")
    return content(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", detail, errors)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """The site's handler404: a problem under /api/, else the page."""
    if not request.path.startswith(PREFIX):
        return defaults.page_not_found(request, exception)
    return _plain(HTTPStatus.NOT_FOUND, "not_found", _("There is nothing at this address."))


def server_error(request: HttpRequest) -> HttpResponseBase:
    """The site's handler500: a problem under /api/, else the page."""
    if not request.path.startswith(PREFIX):
        return defaults.server_error(request)
    return _plain(HTTPStatus.INTERNAL_SERVER_ERROR, "error", _failed())


def _known(error: Exception) -> exceptions.APIException | None:
    """The same error in DRF's words; None for one that nobody expected."""
    if isinstance(error, exceptions.APIException):
        return error
    if isinstance(error, Http404):
        return exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(error, DjangoValidationError):
        return exceptions.ValidationError(_of_django(error))
    return None


def _of_django(error: DjangoValidationError) -> dict[str, list[exceptions.ErrorDetail]]:
    """A service's refusal, by field; what concerns no single field under DRF's key for that."""
    by_field = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    return {
        api_settings.NON_FIELD_ERRORS_KEY if field == NON_FIELD_ERRORS else field: [
            exceptions.ErrorDetail(message, one.code or "invalid") for one in errors for message in one.messages
        ]
        for field, errors in by_field.items()
    }


def _errors(detail: Any, kind: str, path: str = "") -> Iterator[dict[str, str]]:
    """What is wrong where: a JSON pointer into the body (RFC 6901, as a fragment), or the parameter's name."""
    if isinstance(detail, Mapping):
        for key, inner in detail.items():
            own = key == api_settings.NON_FIELD_ERRORS_KEY
            step = str(key).replace("~", "~0").replace("/", "~1")
            yield from _errors(inner, kind, path if own else f"{path}/{step}")
    elif isinstance(detail, list):
        for place, inner in enumerate(detail):
            nested = isinstance(inner, Mapping | list)
            yield from _errors(inner, kind, f"{path}/{place}" if nested else path)
    else:
        where = f"#{path}" if kind == "pointer" else path.lstrip("/")
        yield {kind: where, "code": getattr(detail, "code", "invalid"), "detail": str(detail)}


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if (wait := getattr(error, "wait", None)) is not None:
        headers["Retry-After"] = str(max(1, math.ceil(wait)))
    return headers


def _unexpected(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Said to the log in full and to the client not at all; in development Django's own page tells everything."""
    if settings.DEBUG:
        return None
    request = context["request"]._request
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    got_request_exception.send(sender=None, request=request)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return Response(content(status, "error", _failed()), status=status, content_type=MEDIA_TYPE)


def _failed() -> str:
    return _("Something went wrong here, and it is not your fault.")


def _plain(status: HTTPStatus, name: str, detail: str) -> JsonResponse:
    return JsonResponse(content(status, name, detail), status=status, content_type=MEDIA_TYPE)
