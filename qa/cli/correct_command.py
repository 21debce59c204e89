"""`dateline set`: correct what the library says about articles."""

import shlex
from collections.abc import Sequence
from datetime import date

from rich.text import Text

from qa.articles.documents import FIELDS, ArticleFields
from qa.cli.confirming import confirm
from qa.cli.output import day_words, err, field_words, out, print_json
from qa.engine import Engine
from qa.errors import SettingsError
from qa.indexing.correcting import Correction
from qa.json_output import correction_json
from qa.utils.text import printable


def run(
    engine: Engine,
    names: Sequence[str],
    fields: ArticleFields,
    *,
    is_reset: bool,
    is_sure: bool,
    as_json: bool,
    library: str | None = None,
) -> None:
    """Set fields of articles and print what changed; ask first if there are several, unless the user is sure.

    `library` is the library as it was named on the command line, for the command that undoes the change.
    """
    if not (fields or is_reset):
        raise SettingsError("Nothing to set.", "Add --date, --source, --title, --author, --url or --reset.")
    found = engine.articles_named(names)
    if len(found) > 1 and (fields.title or fields.url):
        raise SettingsError("--title and --url can be set for one article only.", "Name a single article.")
    if len(found) > 1 and not is_sure:
        confirm(found, "Change")
    corrections = engine.correct([each.id for each in found], fields, reset=FIELDS if is_reset else ())
    if as_json:
        print_json({"articles": [correction_json(each) for each in corrections]})
        return
    for correction in corrections:
        _print(correction)
    if not corrections:
        err().print("Nothing changed: the articles have these values already.")
    elif not is_reset:
        undo = _undo_command([each.after.id[:8] for each in corrections], library)
        err().print(Text(f"Go back to what the file states with: {undo}"), soft_wrap=True)


def _undo_command(ids: Sequence[str], library: str | None) -> str:
    named = ["--library", library] if library else []
    return shlex.join(["dateline", "set", *ids, "--reset", *named])


def _print(correction: Correction) -> None:
    before, after = correction.before, correction.after
    out().print(Text(f"changed {after.id[:8]} {after.title}"))
    for name in correction.changed:
        old, new = _shown(getattr(before, name)), _shown(getattr(after, name))
        out().print(Text(f"    {field_words(name)}: {new} (was {old})"))


def _shown(value: object) -> str:
    if isinstance(value, date):
        return day_words(value)
    return printable(str(value)) if value else "none"
