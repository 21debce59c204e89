"""`dateline doctor`."""

import typer
from rich.text import Text

from qa.cli.health import Check, examine
from qa.cli.output import out, print_json
from qa.settings.settings import Settings

_MARKS = {True: ("ok   ", "green"), False: ("wrong", "bold red")}


def run(settings: Settings, *, as_json: bool) -> None:
    """Print every check; ends with 2 when something is wrong."""
    checks = list(examine(settings))
    healthy = all(check.healthy for check in checks)
    if as_json:
        print_json({"healthy": healthy, "checks": [_as_json(check) for check in checks]})
    else:
        console = out()
        for check in checks:
            mark, style = _MARKS[check.healthy]
            console.print(Text.assemble((mark, style), f"  {check.name}: {check.finding}"))
            if check.remedy:
                console.print(Text(f"       {check.remedy}"))
    raise typer.Exit(0 if healthy else 2)


def _as_json(check: Check) -> dict[str, object]:
    return {
        "name": check.name,
        "healthy": check.healthy,
        "finding": check.finding,
        "remedy": check.remedy or None,
    }
