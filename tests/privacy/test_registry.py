"""Every field of a viewer's data is described once, and is in the docs, in the export and in what an erasure takes."""

import csv
import io
import json
import tempfile
import zipfile
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

from accounts.management.commands.describe_data import MARK
from accounts.privacy import writing
from accounts.privacy.readme import markdown
from accounts.privacy.registry import Kind, Person, field_names, models_of_viewers, registry
from tests.privacy.people import Traced

DOCS = Path(__file__).resolve().parents[2] / "docs" / "privacy.md"
# Models that know an account by its address, and tell so in their registration.
BY_ADDRESS = {"axes.AccessAttempt", "axes.AccessLog", "axes.AccessFailureLog"}
kinds = pytest.mark.parametrize("kind", registry.kinds.values(), ids=lambda kind: kind.name)


def test_every_model_that_leads_to_a_viewer_is_described() -> None:
    found = {model._meta.label for model in models_of_viewers()}
    assert {"accounts.Play", "accounts.ImportedRow", "knox.AuthToken", "recommendations.HomePage"} <= found
    assert found | BY_ADDRESS == {model._meta.label for model in registry.kinds}


def test_every_model_with_an_address_or_a_network_address_is_described() -> None:
    """What no foreign key leads to."""
    telling = {"username", "email", "ip_address"}
    models: list[type[Model]] = apps.get_models()
    found = {model for model in models if telling & {field.name for field in model._meta.get_fields()}}
    assert found <= set(registry.kinds)


@kinds
def test_every_field_is_described_once_and_in_words(kind: Kind) -> None:
    assert set(kind.fields) == set(field_names(kind.model))
    assert all(str(text).endswith((".", ";")) for text in kind.fields.values())
    assert all(map(str, (kind.what, kind.why, kind.kept, kind.goes)))


@kinds
def test_what_is_withheld_is_a_field_and_says_so(kind: Kind) -> None:
    for name in kind.withheld:
        assert "not in exports" in str(kind.fields[name]).lower() or name == "claim"


def test_the_docs_have_every_field() -> None:
    _head, mark, tables = DOCS.read_text().partition(MARK)
    assert mark
    assert tables.strip() == markdown().strip(), "manage.py describe_data docs/privacy.md"


def test_an_export_has_every_field_of_everything(traced: Traced) -> None:
    person = Person.of_account(traced.user)
    with tempfile.TemporaryFile() as file:
        writing.write(person, file, lambda _: None)
        archive = zipfile.ZipFile(file)
        names = {Path(name).name: name for name in archive.namelist()}
        readme = archive.read(names["README.txt"]).decode()
        for kind in registry.kinds.values():
            rows = json.loads(archive.read(names[f"{kind.name}.json"]))
            table = list(csv.reader(io.StringIO(archive.read(names[f"{kind.name}.csv"]).decode())))
            assert len(rows) == kind.rows(person).count() == len(table) - 1, kind.name
            assert set(rows[0]) == set(table[0]) >= set(kind.fields) - kind.withheld, kind.name
            assert not set(rows[0]) & kind.withheld
            for name in kind.fields:
                assert f"  {name}: " in readme, (kind.name, name)
        assert json.loads(archive.read(names["taste.json"]))[0]["profile"] == traced.first.pk


def test_an_export_of_a_profile_has_nothing_of_the_other(traced: Traced) -> None:
    with tempfile.TemporaryFile() as file:
        writing.write(Person.of_profile(traced.first), file, lambda _: None)
        archive = zipfile.ZipFile(file)
        whole = "".join(archive.read(name).decode() for name in archive.namelist())
    assert str(traced.first.pk) in whole
    assert str(traced.second.pk) not in whole
    assert "argon2" not in whole
