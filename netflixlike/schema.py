"""The OpenAPI description: what holds for every operation is added here, so that no view has to repeat it."""

from http import HTTPStatus
from typing import Any

from django.utils.functional import cached_property
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import Direction
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated

from accounts.api.keys import ACCOUNT_KEY, PROFILE_KEY
from accounts.api.retries import HEADER, KEY, REPLAYED, TOLD
from catalog.rest import Body
from netflixlike.problems import MEDIA_TYPE, content

PARAMETERS = {
    "profile": "Id of a profile of your account.",
    "title": "Id of a title.",
    "device": "Id of a device of your account.",
    "client_id": "A UUID that the device makes for this report.",
    "search": "Id of a search, as its results gave it.",
    "export_id": "Id of an export of your account.",
    "import_id": "Id of an import of the profile.",
    "entry": "Id of an entry of the activity, such as `play-17`.",
    "kind": "What is wished for: `genre`, `era`, `person` or `genre_era`.",
    "key": "Which: the slug of a genre or person, the first year of a decade, or both as in `horror-1970`.",
}
KEYS = {
    PROFILE_KEY: "What the profile's PIN gave, where it has one.",
    ACCOUNT_KEY: "What the account's password gave, where that is needed.",
}
# Every error by the name of its component: status, problem, and when it comes.
ERRORS = {
    "Malformed": (400, "malformed", "The body is not JSON."),
    "NotAuthenticated": (401, "not_authenticated", "No token, or one that is worth nothing any more."),
    "WrongCredentials": (401, "wrong_credentials", "There is no account with this e-mail address and password."),
    "Guarded": (
        403,
        "profile_locked",
        "A PIN or the password of the account is needed first: `profile-locked` or `confirmation-needed`.",
    ),
    "NotFound": (404, "not_found", "There is no such thing, or it is not for you: the two are never told apart."),
    "NotAcceptable": (406, "not_acceptable", "Only JSON is spoken here."),
    "LengthRequired": (411, "length_required", "The body came in chunks, without its Content-Length."),
    "InWork": (409, "in_work", "A request with this `Idempotency-Key` is being worked at: ask again in a second."),
    "TooLarge": (413, "too_large", "The body is larger than 64 KiB."),
    "UnsupportedMediaType": (415, "unsupported_media_type", "The body is not of the type application/json."),
    "KeyReused": (422, "key_reused", "The `Idempotency-Key` was given to another request."),
    "InvalidBody": (422, "invalid", "Some values of the body cannot be taken; `errors` says which."),
    "InvalidQuery": (422, "invalid", "Some parameters cannot be taken; `errors` says which."),
    "Throttled": (
        429,
        "throttled",
        "Too many requests, or locked out. Wait for as many seconds as `Retry-After` says.",
    ),
    "Failed": (500, "error", "Something went wrong in the server."),
}
WRONG = {
    "InvalidBody": {"pointer": "#/position", "code": "invalid", "detail": "A valid integer is required."},
    "InvalidQuery": {"parameter": "limit", "code": "invalid", "detail": "A whole number from 1 to 100."},
}
RETRIES: dict[str, Any] = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "schema": {"type": "string", "pattern": f"^{KEY}$"},
    "description": TOLD,
}
REPLAYED_TOLD = {"schema": {"type": "string", "const": "true"}, "description": "Where it was answered before."}
IF_NONE_MATCH: dict[str, Any] = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "The `ETag` of your copy.",
}
TAG = {"schema": {"type": "string"}, "description": "Of this answer."}
WAIT = {"Retry-After": {"schema": {"type": "integer", "minimum": 1}, "description": "Seconds.", "required": True}}
WAITING = {HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS}
TEXT = {"type": "string"}
PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "What went wrong, by RFC 9457.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "Names the kind of problem; this is what to test."},
        "title": {"type": "string", "description": "The phrase of the status code."},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "For people."},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/ProblemError"}},
    },
}
PROBLEM_ERROR: dict[str, Any] = {
    "type": "object",
    "description": "One wrong value.",
    "required": ["code", "detail"],
    "properties": {
        "pointer": {**TEXT, "description": "Where in the body: a JSON pointer as a fragment, such as #/position."},
        "parameter": {**TEXT, "description": "Or which parameter of the query string."},
        "code": {**TEXT, "description": "What is wrong, for programs."},
        "detail": {**TEXT, "description": "What is wrong, for people."},
    },
}


class DeviceTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself
    """How a device says who it is."""

    target_class = "accounts.api.authentication.DeviceTokenAuthentication"
    name = "deviceToken"

    def get_security_definition(self, _auto_schema: AutoSchema) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "description": "The `token` that log-in gave to this device."}


def add_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Spectacular's hook after all else: the components that the errors of every operation refer to."""
    components = result["components"]
    components.setdefault("schemas", {}).update({"Problem": PROBLEM, "ProblemError": PROBLEM_ERROR})
    components["responses"] = {name: _error(name) for name in ERRORS}
    return result


def _error(name: str) -> dict[str, Any]:
    status, problem, told = ERRORS[name]
    example = content(HTTPStatus(status), problem, told, [WRONG[name]] if name in WRONG else None)
    schema = {"$ref": "#/components/schemas/Problem"}
    answer = {"description": told, "content": {MEDIA_TYPE: {"schema": schema, "example": example}}}
    return {**answer, "headers": WAIT} if status in WAITING else answer


class Schema(AutoSchema):
    """Adds to each operation the errors it can answer with and what its path's parameters mean."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        for response in operation["responses"].values():
            response["description"] = response["description"] or f"{operation['summary']}."
        for name in self._errors(operation):
            operation["responses"][str(ERRORS[name][0])] = {"$ref": f"#/components/responses/{name}"}
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "path":
                parameter["description"] = PARAMETERS[parameter["name"]]
        if self.method == "GET" and "application/json" in operation["responses"]["200"].get("content", {}):
            self._add_tag(operation)
        if self._takes_key:
            operation.setdefault("parameters", []).append(RETRIES)
            for told in [answer for status, answer in operation["responses"].items() if status.startswith("2")]:
                told.setdefault("headers", {})[REPLAYED] = REPLAYED_TOLD
        if keys := self._keys():
            operation.setdefault("parameters", []).extend(keys)
        return operation

    def _add_tag(self, operation: dict[str, Any]) -> None:
        """A copy is asked about by its tag, wherever that is not said already."""
        if "304" not in operation["responses"]:
            operation.setdefault("parameters", []).append(IF_NONE_MATCH)
            operation["responses"]["200"].setdefault("headers", {})["ETag"] = TAG
            operation["responses"]["304"] = {"description": "Your copy is still right.", "headers": {"ETag": TAG}}

    def _keys(self) -> list[dict[str, Any]]:
        """The headers by which guarded things are opened."""
        taken = {PROFILE_KEY: "{profile}" in self.path, ACCOUNT_KEY: getattr(self.view, "takes_account_key", False)}
        return [
            {"name": name, "in": "header", "required": False, "schema": TEXT, "description": KEYS[name]}
            for name, is_taken in taken.items()
            if is_taken
        ]

    def get_auth(self) -> list[dict[str, list[str]]]:
        """Nothing at all for what needs no token, where an empty list would say "as elsewhere"."""
        return super().get_auth() if self._guarded else []

    def _map_basic_serializer(self, serializer: Any, direction: Direction) -> Any:
        schema = super()._map_basic_serializer(serializer, direction)  # type: ignore[no-untyped-call]
        if isinstance(serializer, Body):
            schema["additionalProperties"] = False
        return schema

    def _map_serializer_field(self, field: Any, *args: Any, **kwargs: Any) -> Any:
        """Lists of bodies with how many they take, which Spectacular tells of other lists alone."""
        schema = super()._map_serializer_field(field, *args, **kwargs)  # type: ignore[no-untyped-call]
        if isinstance(field, serializers.ListSerializer):
            bounds = {"minItems": getattr(field, "min_length", None), "maxItems": getattr(field, "max_length", None)}
            schema |= {name: bound for name, bound in bounds.items() if bound is not None}
        return schema

    @cached_property
    def _takes_key(self) -> bool:
        return hasattr(getattr(self.view, self.method.lower()), "takes_key")

    @cached_property
    def _guarded(self) -> bool:
        return IsAuthenticated in self.view.permission_classes

    def _errors(self, operation: dict[str, Any]) -> list[str]:
        """What an operation can answer with when something is wrong, told from how its view is made."""
        has_query = any(parameter["in"] == "query" for parameter in operation.get("parameters", []))
        has_body = "requestBody" in operation
        possible = {
            "Malformed": has_body,
            "NotAuthenticated": self._guarded,
            "WrongCredentials": getattr(self.view, "throttle_scope", "") == "log-in",
            "Guarded": bool(self._keys()),
            "NotFound": "{" in self.path,
            "NotAcceptable": True,
            "LengthRequired": has_body,
            "TooLarge": has_body,
            "UnsupportedMediaType": has_body,
            "InWork": self._takes_key,
            "KeyReused": self._takes_key,
            "InvalidBody": has_body,
            "InvalidQuery": has_query,
            "Throttled": bool(self.view.throttle_classes) or getattr(self.view, "locks_out", False),
            "Failed": True,
        }
        return [name for name, is_possible in possible.items() if is_possible]
