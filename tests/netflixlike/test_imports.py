"""Apps import one way, and the engine is plain Python."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ["netflixlike", "recommendations", "accounts", "catalog"]  # highest first


def imports(path: Path) -> Iterator[str]:
    """The full names of all modules that a file imports, also inside functions and by relative imports."""
    package = path.relative_to(ROOT).with_suffix("").parts
    for node in ast.walk(ast.parse(path.read_text(), path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = ".".join(package[: -node.level]) if node.level else ""
            yield ".".join(filter(None, [start, node.module]))


@pytest.mark.parametrize(("app", "above"), [(app, APPS[:place]) for place, app in enumerate(APPS) if place])
def test_an_app_imports_nothing_from_above(app: str, above: list[str]) -> None:
    files = [path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]
    assert files
    wrong = [f"{path.relative_to(ROOT)}: {name}" for path in files for name in imports(path) if _top(name) in above]
    assert wrong == []


def test_the_engine_imports_neither_django_nor_this_site() -> None:
    files = list((ROOT / "recommendations" / "engine").rglob("*.py"))
    assert files
    for path in files:
        for name in imports(path):
            assert _top(name) not in {"django", "celery", "redis", "psycopg", "accounts", "catalog", "netflixlike"}, (
                path
            )
            if _top(name) == "recommendations":
                assert name.startswith("recommendations.engine"), path


def _top(name: str) -> str:
    return name.partition(".")[0]
