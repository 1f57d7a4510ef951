"""The registry in words: the readme of an export, and the tables of docs/privacy.md."""

from collections.abc import Iterator
from textwrap import fill, indent

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.privacy.registry import Kind, Person, registry

WIDTH = 100
TABLE = "| field | what it is |\n|---|---|"


def readme(person: Person) -> str:
    """What stands in README.txt of an export."""
    whose = (
        _("everything that this site keeps of your account and its profiles")
        if person.whole
        else _("everything that this site keeps of one of your profiles")
    )
    moment = timezone.now().isoformat(timespec="seconds")
    head = [
        _("Your data"),
        "=========",
        _("This is %(whose)s, as of %(moment)s.") % {"whose": whose, "moment": moment},
        _(
            "Each kind of data is there twice: in json/ exactly as it is kept, and in csv/ for spreadsheets, where a "
            "text that a spreadsheet would take for a formula has an apostrophe in front. Both are in UTF-8. Times are "
            "in UTC. What was on your screen in the last seconds may be missing: it is written down every five seconds."
        ),
    ]
    parts = ["\n\n".join(one if set(one) == {"="} else fill(one, WIDTH) for one in head)]
    parts += map(_plain, registry.kinds.values())
    parts += [_heading(f"{one.name}.json") + "\n" + fill(str(one.what), WIDTH) for one in registry.sections]
    return "\n\n\n".join(parts) + "\n"


def _heading(text: str) -> str:
    return f"{text}\n{'-' * len(text)}"


def _plain(kind: Kind) -> str:
    facts = [
        str(kind.what),
        f"{_('Why:')} {kind.why}",
        f"{_('How long:')} {kind.kept}",
        f"{_('Where it goes:')} {kind.goes}",
    ]
    lines = [f"{name}: {meaning}" for name, meaning in kind.fields.items()]
    told = "\n".join(indent(fill(line, WIDTH - 2, subsequent_indent="    "), "  ") for line in lines)
    return "\n".join([_heading(f"{kind.name}.json, {kind.name}.csv"), *(fill(fact, WIDTH) for fact in facts), told])


def markdown() -> str:
    """The tables of docs/privacy.md."""
    parts = [_in_markdown(kind) for kind in registry.kinds.values()]
    parts += [
        f"### {one.name}\n{one.what} Worked out when an export is made, stored nowhere." for one in registry.sections
    ]
    return "\n\n".join(parts) + "\n"


def _in_markdown(kind: Kind) -> str:
    facts = f"- **Why:** {kind.why}\n- **How long:** {kind.kept}\n- **Where it goes:** {kind.goes}"
    return f"### {kind.name} (`{kind.model._meta.label}`)\n{kind.what}\n\n{facts}\n\n{TABLE}\n" + "\n".join(_rows(kind))


def _rows(kind: Kind) -> Iterator[str]:
    for name, meaning in kind.fields.items():
        yield f"| `{name}` | {meaning} |"
