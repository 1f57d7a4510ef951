"""Requests that nobody thought of: made by Schemathesis from the description, with all its checks on the answers."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, settings
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.result import Ok
from schemathesis.generation.feedback import FeedbackSources

# What its plugin for pytest makes tests by. The plugin itself would do so in every process of a run, whatever is run.
from schemathesis.pytest._test_builder import build_operation_test

from tests.api import contract
from tests.api.conftest import Base, token_of
from tests.api.lived import live
from tests.conftest import VALKEY
from tests.factories import PASSWORD

# What no description can say, by place and code: what else there is, what belongs together, what only its maker knows.
# Any other 422 to a sound request is a finding. (That is sharper than the list of statuses which Schemathesis has.)
BEYOND_DESCRIPTION = {
    ("email", "unique"),  # somebody has it
    ("name", "unique"),
    ("name", "name"),  # the name that is typed to confirm
    ("password", "password_too_common"),
    ("password", "password_too_short"),
    ("password", "password_too_similar"),
    ("language", "invalid_choice"),  # one of those that this site has
    ("everything", "selection"),  # filters or everything, and not both
    ("era", "decade"),
    ("cursor", "invalid"),  # opaque
    ("after", "cursor"),
    ("age_limit", "invalid"),  # at most 12 for children
    ("title", "invalid"),  # what a name of the file may mean
    ("owner", "invalid"),
    ("file", "invalid"),  # CSV of a kind that is known
}
# What makes a sound request succeed where somebody has to know something.
KNOWN: dict[str, dict[str, str]] = {
    "getAccountKey": {"password": PASSWORD},
    "logIn": {"email": "alice@example.org", "password": PASSWORD},
    "eraseAccount": {"email": "alice@example.org", "password": PASSWORD},
    "eraseProfile": {"name": "One"},
    "deleteProfile": {"name": "One"},
}

schema = schemathesis.openapi.from_dict(contract.document())
schema.app = get_wsgi_application()
schema.config.checks.positive_data_acceptance.expected_statuses += ["422"]  # `BEYOND_DESCRIPTION` is for these
schema.config.generation.update(deterministic=True)
schema.config.phases.coverage.unexpected_methods = {"patch", "trace"}  # two stand for the eight there are
FOUND: list[Any] = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
TAGS = sorted({operation.tags[0] for operation in FOUND})
DEPTHS = [pytest.param(2, id="a few"), pytest.param(100, id="many", marks=pytest.mark.slow)]


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """All requests are in the transaction of the test, as those of Django's own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def settle(case: Any, ids: dict[str, Any]) -> None:
    """Has what is sound in a request ask for what there is."""
    known = ids | KNOWN.get(case.operation.definition.raw["operationId"], {})
    for place, name in (("path_parameters", "PATH"), ("query", "QUERY"), ("body", "BODY")):
        given = getattr(case, place)
        if isinstance(given, dict) and not case.meta.is_negative_at(ParameterLocation[name]):
            setattr(case, place, {key: known.get(key, value) for key, value in given.items()})


def is_sound_after_all(case: Any) -> bool:
    """Whether it is taken for a wrong request and is none.

    Whatever is put in the place of a text of CSV is a text once it is sent; and parameters of the query string that are
    not known are let pass, as docs/api.md says and OpenAPI has no word for.
    """
    if case.media_type == "text/csv" and case.meta.is_negative_at(ParameterLocation.BODY):
        return True
    return bool((case.query or {}).keys() - {parameter.name for parameter in case.operation.query})


def places(response: Any) -> set[tuple[str, str]]:
    """What a problem says is wrong: the last name on the way there, and the code. Texts of spaces alone are left out:
    all texts are trimmed."""
    errors = response.json()["errors"]
    paths = [(error.get("parameter") or error["pointer"], error["code"]) for error in errors]
    named = {([step for step in path.split("/") if not step.isdigit()][-1], code) for path, code in paths}
    return {(name, code) for name, code in named if code != "blank"}


def ask(operation: Any, headers: dict[str, str], ids: dict[str, Any], examples: int) -> None:
    """Sends what there is time for, each to the same site: nothing of what a request did is left to the next."""

    def asked(case: Any) -> None:
        if is_sound_after_all(case):
            return
        settle(case, ids)
        VALKEY.say("FLUSHALL")  # or the limits of rates would be all that is met
        with transaction.atomic():
            response = case.call(headers=headers)
            case.validate_response(response, headers=headers)
            if response.status_code == 422 and case.meta.generation.mode.is_positive:
                assert places(response) <= BEYOND_DESCRIPTION, case.as_curl_command()
            transaction.set_rollback(True)

    limits = settings(
        max_examples=examples, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    test = build_operation_test(
        config=schema.config,
        operation=operation,
        test_func=asked,
        given_kwargs={},
        feedback=FeedbackSources(),
        explicit_settings=limits,
    )
    test()


@pytest.mark.parametrize("examples", DEPTHS)
@pytest.mark.parametrize("tag", TAGS)
def test_somebody_with_an_account(base: Base, tag: str, examples: int, subtests: Any) -> None:
    schema.config.phases.coverage.enabled = examples > 2  # every boundary of every field: minutes
    ids = live(base.mine, base.film)
    ids |= {"opened": base.film.pk, "titles": [base.film.pk]}
    headers = {"Authorization": f"Bearer {token_of(base.alice)}", "Accept-Encoding": "identity"}
    for operation in FOUND:
        if operation.tags[0] == tag:
            with subtests.test(operation.label):
                ask(operation, headers, ids, examples)


@pytest.mark.parametrize("examples", DEPTHS)
def test_nobody(db: None, examples: int, subtests: Any) -> None:
    schema.config.phases.coverage.enabled = examples > 2
    for operation in FOUND:
        with subtests.test(operation.label):
            ask(operation, {"Accept-Encoding": "identity"}, {}, examples)
