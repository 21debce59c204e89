"""Self-contained HTML pages without scripts, with one style for answer files and reports."""

import html
from typing import Any

from qa.utils.escaping import visible
from qa.utils.text import printable

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
:root { --ink: #1c1c1c; --paper: #fff; --dim: #6a655c; --line: #d5d0c6; --warm: #b0763c; --bad: #9c2f2f }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e1d8; --paper: #191816; --dim: #a19b90; --line: #3b3832; --warm: #d29a5c; --bad: #e08a8a }
}
body { font: 16px/1.5 Georgia, serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem;
  color: var(--ink); background: var(--paper) }
h1 { font-size: 1.6rem } h2 { font-size: 1.1rem; margin: 1rem 0 .3rem } h3 { font-size: 1rem; margin: .8rem 0 .2rem }
section { border-top: 1px solid var(--line); padding: .4rem 0 }
.answer { font-size: 1.2rem } .dim, dt { color: var(--dim); font-size: .9rem }
blockquote { margin: .4rem 0; padding-left: .8rem; border-left: 3px solid var(--warm) }
.refused { font-style: italic } .error { color: var(--bad) }
dl { margin: .4rem 0; display: grid; grid-template-columns: auto 1fr; gap: 0 .8rem } dd { margin: 0 }
table { border-collapse: collapse; margin: .5rem 0 } th, td { padding: .15rem .8rem .15rem 0; text-align: left;
  border-bottom: 1px solid var(--line); vertical-align: top }
td.figure, th.figure { text-align: right; font-variant-numeric: tabular-nums }
figure { margin: .5rem 0; display: inline-block } figcaption { color: var(--dim); font-size: .9rem; max-width: 24rem }
svg text { font: 11px Georgia, serif; fill: var(--dim) }
"""


def page_head(title: str) -> str:
    """Return a page up to its first heading, which is its title."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escaped(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{escaped(title)}</h1>\n"
    )


def page_foot() -> str:
    """Return the end of a page."""
    return "</body>\n</html>\n"


def escaped(value: Any) -> str:
    """Return a value as one line of text that is neither markup nor acts on anything."""
    return html.escape(visible(printable(str(value))))
