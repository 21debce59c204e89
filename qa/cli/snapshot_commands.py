"""What `dateline snapshot` does and prints."""

import sys

from rich.table import Table
from rich.text import Text

from qa.cli.output import copying, counted, err, out, print_json, print_text
from qa.engine import Engine
from qa.errors import LibraryMissingError
from qa.history.database import FILE_NAME as CONVERSATIONS
from qa.json_output import snapshot_json
from qa.library.named_snapshots import NamedSnapshots, SnapshotSummary, timestamp
from qa.library.opening import embedded
from qa.library.restoring import restore_snapshot
from qa.utils.text import printable

_INSTEAD = "Save the articles with: dateline export FILE"


def create(engine: Engine, name: str | None, *, as_json: bool) -> None:
    """Save the library under a name."""
    engine.library.upgrade()
    snapshots = _snapshots(engine)
    with copying() as watch:
        made = snapshots.create(name or snapshots.unused_name(timestamp()), watch, _never)
    if as_json:
        print_json(snapshot_json(made))
    else:
        out().print(Text(f"created {made.name}: {_size(made)}"))


def listing(engine: Engine, *, as_json: bool) -> None:
    """Print the snapshots, newest first: one line each, with tabs unless on a terminal."""
    found = _snapshots(engine).listed()
    if as_json:
        print_json([snapshot_json(each) for each in found])
        return
    rows = [
        (
            each.name,
            f"{each.created.astimezone():%Y-%m-%d %H:%M}",
            str(each.n_articles),
            f"{each.n_bytes / 1e6:,.1f} MB",
            printable(each.reason),
        )
        for each in found
    ]
    if not sys.stdout.isatty():
        for row in rows:
            print_text("\t".join(row))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("name", "created", "articles", "size", "reason"):
        table.add_column(title, overflow="fold", justify="right" if title in ("articles", "size") else "left")
    for row in rows:
        table.add_row(*map(Text, row))
    out().print(table)
    if not rows:
        err().print("No snapshots yet. Create one with: dateline snapshot create")


def restore(engine: Engine, name: str, *, conversations: bool, as_json: bool) -> None:
    """Go back to a snapshot."""
    if not engine.library.folder.is_dir():
        raise LibraryMissingError(engine.library.folder)
    others = (CONVERSATIONS,) if conversations else ()
    library = embedded(engine.library, "snapshots", _INSTEAD)
    with copying() as watch:
        done = restore_snapshot(library, _snapshots(engine), name, others, watch, _never)
    if as_json:
        print_json(
            {"restored": snapshot_json(done.snapshot), "before": done.before, "others": list(done.others)}
        )
        return
    out().print(Text(f"restored {done.snapshot.name}: {_size(done.snapshot)}"))
    err().print(Text(f"The state before is kept as {done.before}."))
    if not conversations:
        err().print("Conversations and the notebook are unchanged; --conversations restores them, too.")
    elif not done.others:
        err().print("The snapshot has no conversations; the present ones are unchanged.")


def delete(engine: Engine, name: str, *, as_json: bool) -> None:
    """Delete a snapshot."""
    deleted = _snapshots(engine).delete(name)
    if as_json:
        print_json({"deleted": snapshot_json(deleted)})
    else:
        out().print(Text(f"deleted {deleted.name}"))


def _snapshots(engine: Engine) -> NamedSnapshots:
    return NamedSnapshots(embedded(engine.library, "snapshots", _INSTEAD).folder, (CONVERSATIONS,))


def _size(snapshot: SnapshotSummary) -> str:
    articles, passages = counted(snapshot.n_articles, "article"), counted(snapshot.n_passages, "passage")
    return f"{articles} in {passages}, {snapshot.n_bytes / 1e6:,.1f} MB"


def _never() -> bool:
    return False
