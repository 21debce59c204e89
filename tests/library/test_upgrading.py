"""A library of an older format is backed up before it is upgraded."""

import json
import shutil
from contextlib import closing
from datetime import date
from pathlib import Path

import apsw
import pytest

from qa.library import EmbeddedLibrary, Upgrade
from qa.library.database import FILE_NAME
from qa.library.migrations import SCHEMA_VERSION
from qa.library.named_snapshots import NamedSnapshots
from qa.library.restoring import restore_snapshot
from qa.records import Filters
from tests.cli.commands import dateline
from tests.full_disks import small_disk
from tests.library.toy import TO_FORMAT, article, fill

TALKS = article("The talks ended. Nobody signed.", "/news/talks.txt", "2024-09-19")


def make_old(folder: Path, version: int) -> None:
    with closing(apsw.Connection(str(folder / FILE_NAME))) as connection:
        connection.execute(TO_FORMAT[version])


def format_of(path: Path) -> int:
    with closing(apsw.Connection(str(path))) as connection:
        return int(list(connection.execute("PRAGMA user_version"))[0][0])  # noqa: RUF015


@pytest.fixture(params=sorted(TO_FORMAT))
def old(folder: Path, request: pytest.FixtureRequest) -> int:
    fill(EmbeddedLibrary(folder), [TALKS])
    EmbeddedLibrary(folder).close()
    make_old(folder, request.param)
    return int(request.param)


def test_a_backup_is_made_and_reported_once(folder: Path, old: int) -> None:
    reported: list[Upgrade] = []
    library = EmbeddedLibrary(folder, on_upgrade=reported.append)
    assert library.article(TALKS.id).text == TALKS.text
    assert library.articles()
    (upgrade,) = reported
    assert (upgrade.before, upgrade.now) == (old, SCHEMA_VERSION)
    assert upgrade.backup == f"before-format-{SCHEMA_VERSION}"
    assert format_of(folder / "snapshots" / upgrade.backup / FILE_NAME) == old
    assert upgrade.backup in upgrade.notice[1]
    again: list[Upgrade] = []
    assert EmbeddedLibrary(folder, on_upgrade=again.append).articles()
    assert again == []
    assert len(NamedSnapshots(folder).listed()) == 1


def test_articles_of_some_days_are_found_by_an_index(folder: Path, old: int) -> None:
    library = EmbeddedLibrary(folder)
    assert library.articles(Filters(since=date(2024, 9, 19), until=date(2024, 9, 19)))
    assert format_of(folder / FILE_NAME) == SCHEMA_VERSION > old
    with closing(apsw.Connection(str(folder / FILE_NAME))) as connection:
        plan = connection.execute(
            "EXPLAIN QUERY PLAN SELECT id FROM articles WHERE published >= '2024-09-19'"
        )
        assert "articles_by_published" in str(list(plan))


def test_killed_before_the_upgrade_the_next_one_uses_the_backup(folder: Path, old: int) -> None:
    before = folder / "before.sqlite"
    shutil.copy(folder / FILE_NAME, before)
    EmbeddedLibrary(folder).articles()
    shutil.copy(before, folder / FILE_NAME)
    assert format_of(folder / FILE_NAME) == old
    assert EmbeddedLibrary(folder).articles()
    assert len(NamedSnapshots(folder).listed()) == 1


def test_the_backup_can_be_restored_and_is_upgraded_again(folder: Path, old: int) -> None:
    library = EmbeddedLibrary(folder)
    fill(library, [article("The ferry was late.", "/news/ferry.txt")])
    name = NamedSnapshots(folder).listed()[0].name
    assert NamedSnapshots(folder).named(name).format == old
    restore_snapshot(library, NamedSnapshots(folder), name, (), lambda _: None, lambda: False)
    assert [each.id for each in library.articles()] == [TALKS.id]
    assert [each for part in library.check_parts(lambda _: None) for each in part.problems] == []


def test_without_room_for_the_backup_nothing_is_changed(tmp_path: Path, old: int, folder: Path) -> None:
    fill(EmbeddedLibrary(folder), [article("The quay is long. " * 3000, "/news/quay.txt")])
    EmbeddedLibrary(folder).close()
    make_old(folder, old) if format_of(folder / FILE_NAME) != old else None
    with small_disk(tmp_path / "small", 2_000_000) as disk:
        shutil.copytree(folder, disk / "library", ignore=shutil.ignore_patterns("snapshots", "vectors*"))
        done = dateline("articles", "--library", disk / "library")
        assert "too little free space" in done.stderr
        assert format_of(disk / "library" / FILE_NAME) == old


def test_commands_say_so_once(folder: Path, old: int) -> None:
    first = dateline("articles", "--json", "--library", folder)
    assert f"was upgraded from format {old} to {SCHEMA_VERSION}" in first.stderr
    assert "snapshot list" in first.stderr
    assert len(json.loads(first.stdout)) == 1
    assert "upgraded" not in dateline("articles", "--json", "--library", folder).stderr
