"""Holds every answer against the description that clients are generated from."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

PATH = Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml"
PREFIX = "/api/v1"
ELSEWHERE = {404, 405}  # what any address and any method may answer with


@cache
def document() -> dict[str, Any]:
    """The description that is committed."""
    content: dict[str, Any] = yaml.safe_load(PATH.read_text())
    return content


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    """(path, method, operation), all of them."""
    paths = document()["paths"]
    return [(path, method, operation) for path, found in paths.items() for method, operation in found.items()]


def check(method: str, path: str, response: Any) -> None:
    """Fails where the answer is not one that the description promises."""
    operation = _operation(method.lower(), path.partition("?")[0])
    if operation is None:
        assert response.status_code in ELSEWHERE, f"{method} {path} is not described"
        return
    assert str(response.status_code) in operation["responses"], f"{method} {path} answers {response.status_code}"
    promised = _resolved(operation["responses"][str(response.status_code)])
    if "content" not in promised:
        assert response.content == b""
        return
    kind = response.headers["Content-Type"].partition(";")[0]
    if "json" not in kind:
        assert kind in promised["content"]
        return
    validate(promised["content"][kind]["schema"], response.json())
    for name, header in promised.get("headers", {}).items():
        assert not header.get("required") or name in response.headers


def validate(schema: dict[str, Any], value: Any) -> None:
    """Fails where the value is not what the schema says."""
    whole = {**schema, "components": document()["components"]}
    Draft202012Validator(whole, format_checker=FormatChecker()).validate(value)


def named(method: str, path: str) -> str | None:
    """The id of the operation at that path."""
    operation = _operation(method, path)
    return operation["operationId"] if operation else None


def _operation(method: str, path: str) -> dict[str, Any] | None:
    for template, found in document()["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), PREFIX + path):
            operation: dict[str, Any] | None = found.get(method)
            return operation
    return None


def _resolved(value: dict[str, Any]) -> dict[str, Any]:
    found: Any = document() if "$ref" in value else value
    for step in value.get("$ref", "#").split("/")[1:]:
        found = found[step]
    resolved: dict[str, Any] = found
    return resolved
