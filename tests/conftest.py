"""What every test may use. Importing this starts the servers, before anything loads the settings."""

import os
from collections.abc import Generator

import django
import pytest
from django.conf import settings
from django.utils import translation

from tests import servers as test_servers

if settings.configured:
    raise pytest.UsageError("The settings were loaded before the test servers: unset DJANGO_SETTINGS_MODULE.")
VALKEY = test_servers.set_up()
os.environ["DJANGO_SETTINGS_MODULE"] = "netflixlike.settings"
django.setup()
# Processes that are started from here on, pytest's workers among them, find their own way to the settings.
del os.environ["DJANGO_SETTINGS_MODULE"]
test_servers.collect_static()
# Every client would look through all static files, and every account wait a sixth of a second for its password. The
# live site does as in production.
settings.WHITENOISE_AUTOREFRESH = True
settings.PASSWORD_HASHERS = ["tests.hashing.QuickArgon2"]

pytest_plugins = ["tests.live", "tests.browser"]
SLOW, NO_SKIPS = (os.environ.get(name, "0") not in {"", "0"} for name in ("SLOW", "NO_SKIPS"))


@pytest.fixture(autouse=True)
def valkey() -> test_servers.Running:
    """This process's Valkey, running and empty."""
    VALKEY.start()
    VALKEY.say("FLUSHALL")
    return VALKEY


@pytest.fixture(autouse=True)
def english() -> None:
    """What a request was answered in is what its thread goes on in, and may have been another language."""
    translation.activate(settings.LANGUAGE_CODE)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what is marked slow, unless it is asked for."""
    if not _slow_too(config):
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("slow")])
        items[:] = [item for item in items if not item.get_closest_marker("slow")]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Says what did not run, and how it would."""
    if not _slow_too(config):
        terminalreporter.write_line("Tests marked slow were left out; SLOW=1 runs them too.")
    if skipped := len(terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(f"{skipped} tests were SKIPPED, for the reasons above.", yellow=True)


def _slow_too(config: pytest.Config) -> bool:
    return SLOW or "slow" in config.option.markexpr


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Makes a skip a failure where skips are forbidden."""
    report = yield
    if report.skipped and NO_SKIPS and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"NO_SKIPS is set, and this test would be: {reason}"
    return report
