"""Self-contained HTML pages without scripts, from the templates in `qa/templates`."""

from functools import cache
from typing import TYPE_CHECKING, Any

from qa.utils.escaping import visible
from qa.utils.text import printable

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


def rendered(template: str, **values: Any) -> str:
    """Return a template with values; each is one line of text that is neither markup nor acts on anything."""
    return _environment().get_template(template).render(values)


def fragment(template: str, **values: Any) -> "Markup":
    """Return a rendered template that another template inserts as markup."""
    from markupsafe import Markup

    return Markup(rendered(template, **values))  # noqa: S704 - the values are escaped


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("qa"),
        autoescape=True,
        finalize=_as_text,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _as_text(value: Any) -> str:
    """Return markup that templates made as it is, and any other value as visible text."""
    from markupsafe import Markup

    return value if isinstance(value, Markup) else visible(printable(str(value)))
