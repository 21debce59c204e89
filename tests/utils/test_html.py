"""Values in pages are text: neither markup, nor template code, nor anything that acts on a terminal."""

import fnmatch
import tomllib
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from qa.utils.html import fragment, rendered
from tests.html_text import Tags

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("title", "shown", "reason"),
    [
        ("<script>x</script>", "<script>x</script>", "an element"),
        ("\"'&amp;", "\"'&amp;", "quotes and an entity"),
        ("{{ 7 * 7 }} {% include 'foot.html' %}", "{{ 7 * 7 }} {% include 'foot.html' %}", "template code"),
        ("a\nb", "a b", "a line break"),
        ("\x1b[31mred\u202e", "\ufffd[31mred", "a terminal escape and a change of direction"),
        (40_961, "40961", "a number"),
    ],
)
def test_a_value_is_shown_as_text(title: object, shown: str, reason: str) -> None:
    page = Tags(rendered("head.html", title=title) + rendered("foot.html"))
    assert page.text.count(shown) == 2, reason
    assert page.names == {"html", "head", "meta", "title", "style", "body", "h1"}


def test_a_rendered_fragment_stays_markup_in_another_template() -> None:
    inner = fragment("foot.html")
    assert isinstance(inner, Markup)
    assert f"<title>{inner}</title>" in rendered("head.html", title=inner)
    assert "<title>&lt;b&gt;</title>" in rendered("head.html", title="<b>")


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="title"):
        rendered("head.html")


def test_every_template_is_packaged() -> None:
    packaged = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    templates = [path.relative_to(ROOT) for path in ROOT.glob("[qt][au]*/**/*.html")]
    assert len(templates) >= 7
    for path in templates:
        package, *inner = path.parts
        assert any(fnmatch.fnmatch("/".join(inner), each) for each in packaged["package-data"][package]), path
