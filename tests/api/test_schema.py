"""The description that clients are generated from."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.test import Client

from tests.api import contract

OPERATIONS = contract.operations()
IDS = [operation["operationId"] for *_, operation in OPERATIONS]


def test_the_committed_description_is_what_the_code_says(tmp_path: Path) -> None:
    made = tmp_path / "openapi.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(made))
    assert made.read_text() == contract.PATH.read_text(), "run: python manage.py spectacular --file docs/openapi.yaml"


def test_the_site_serves_it(client: Client, db: None) -> None:
    served = client.get("/api/v1/schema")
    assert served.status_code == 200
    assert yaml.safe_load(served.content) == contract.document()


def test_it_is_openapi_3_1_with_ids_told_once() -> None:
    assert contract.document()["openapi"] == "3.1.0"
    assert len(set(IDS)) == len(IDS) >= 20


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS, ids=IDS)
def test_every_operation_is_told_in_full(path: str, method: str, operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert len(operation["description"]) > 20
    assert operation["tags"]
    assert {"406", "500"} <= operation["responses"].keys()
    assert all(parameter["description"] for parameter in operation.get("parameters", []))
    contents = [operation.get("requestBody", {}).get("content", {})]
    contents += [answer.get("content", {}) for answer in operation["responses"].values()]
    for content in contents:
        for kind, media in content.items():
            assert media.get("examples") or media.get("example"), f"{kind} without an example"


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS, ids=IDS)
def test_every_example_is_one(path: str, method: str, operation: dict[str, Any]) -> None:
    places = [operation.get("requestBody", {}), *operation["responses"].values()]
    for media in (media for place in places for media in place.get("content", {}).values()):
        for example in media["examples"].values():
            contract.validate(media["schema"], example["value"])


def test_bodies_take_no_unknown_fields() -> None:
    schemas = contract.document()["components"]["schemas"]
    bodies = [name for name in schemas if name.endswith("Body")]
    assert len(bodies) >= 5
    assert all(schemas[name]["additionalProperties"] is False for name in bodies)
