"""`dateline tag` and `collection`, and the filters by them."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.commands import dateline

ARTICLES = {
    "ferry.md": "---\ntitle: Ferry sinks off Quillmoor\ndate: 2031-05-01\nsource: Café Courier\n"
    "tags: [Ferries, sea]\n---\nThe ferry Halcyon sank off Quillmoor on Monday. Nobody was hurt.",
    "mill.md": "---\ntitle: Fire closes the mill\ndate: 2031-05-09\nsource: Mill Gazette\n---\n"
    "A fire closed the mill in Branwick on 8 May 2031. Forty people lost their work.",
    "talks.md": "---\ntitle: Talks about the mill\ndate: 2031-06-02\nsource: Mill Gazette\n---\n"
    "Talks about the mill in Branwick began on Sunday. The mayor spoke for the town.",
}


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("labels")
    (folder / "news").mkdir()
    for name, text in ARTICLES.items():
        (folder / "news" / name).write_text(text, encoding="utf-8")
    assert dateline("index", folder / "news", "--library", folder / "library").returncode == 0
    return folder / "library"


@pytest.fixture
def library(indexed: Path, tmp_path: Path) -> Path:
    return shutil.copytree(indexed, tmp_path / "library")


def titles(library: Path, *arguments: str) -> list[str]:
    listed = json.loads(dateline("articles", *arguments, "--library", library, "--json").stdout)
    return [each["title"] for each in listed]


def test_tags_of_files_and_of_users(library: Path) -> None:
    added = dateline("tag", "add", "Branwick", "*mill*", "--library", library)
    assert (added.returncode, added.stdout) == (0, "tagged 2 articles “Branwick”\n")
    assert dateline("tag", "list", "--library", library).stdout == "Branwick\t2\nFerries\t1\nsea\t1\n"
    assert titles(library, "--tag", "branwick") == ["Talks about the mill", "Fire closes the mill"]
    assert titles(library, "--tag", "SEA", "--tag", "ferries") == ["Ferry sinks off Quillmoor"]
    removed = dateline("tag", "remove", "ferries", "ferry.md", "--library", library)
    assert removed.stdout == "removed the tag “Ferries” from 1 article\n"
    assert dateline("tag", "list", "ferry.md", "--library", library).stdout == "sea\t1\n"


def test_collections(library: Path) -> None:
    created = dateline("collection", "create", "The mill", "Fire closes the mill", "--library", library)
    assert created.stdout == "created “The mill” with 1 article\n"
    added = dateline("collection", "add", "the MILL", "*/talks.md", "--library", library)
    assert added.stdout == "added 1 article to “The mill”\n"
    assert titles(library, "--collection", "the mill") == ["Talks about the mill", "Fire closes the mill"]
    taken = dateline("collection", "remove", "The mill", "mill.md", "--library", library)
    assert taken.stdout == "took 1 article out of “The mill”\n"
    listed = dateline("collection", "list", "--library", library, "--json")
    assert json.loads(listed.stdout) == [{"name": "The mill", "articles": 1}]
    assert dateline("collection", "delete", "The mill", "--library", library).returncode == 0
    assert "dateline collection create" in dateline("collection", "list", "--library", library).stderr
    assert len(titles(library)) == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ask", "Who spoke?", "--tag", "seal"), "No article has the tag “seal”.\n  Did you mean “sea”?"),
        (("search", "mill", "--collection", "Mil"), "no collection “Mil”.\n  Did you mean “Mill story”?"),
        (("tag", "remove", "seas", "*"), "Did you mean “sea”?"),
        (("collection", "add", "zebra", "*"), "See: dateline collection list"),
        (("collection", "create", "MILL STORY"), "There is already a collection “MILL STORY”."),
        (("tag", "add", "sea", "Fire closed the mill"), "Did you mean “Fire closes the mill”"),
        (("tag", "add", "!", "*"), "can't be the name of a tag"),
        (("articles", "--sort", "titel"), "Did you mean “title”?"),
        (("articles", "--since", "2031-05-02", "--until", "2031-05-01"), "Swap the two dates."),
    ],
)
def test_wrong_names_are_answered_with_the_right_ones(
    library: Path, arguments: tuple[str, ...], said: str
) -> None:
    dateline("collection", "create", "Mill story", "--library", library)
    done = dateline(*arguments, "--library", library)
    assert done.returncode == 2
    assert said in done.stderr


def test_every_command_asks_only_these(library: Path, tmp_path: Path) -> None:
    dateline("collection", "create", "Sea", "ferry.md", "--library", library)
    chosen = ("--collection", "sea", "--library", library)
    asked = json.loads(dateline("ask", "What closed the mill?", *chosen, "--json").stdout)
    assert asked["answer"] is None or "fire" not in asked["answer"].lower()
    found = json.loads(dateline("search", "mill", *chosen, "--json").stdout)
    assert {hit["title"] for hit in found["hits"]} == {"Ferry sinks off Quillmoor"}
    events = json.loads(dateline("timeline", *chosen, "--json").stdout)
    assert {event["title"] for event in events} == {"Ferry sinks off Quillmoor"}
    (tmp_path / "questions.txt").write_text(
        "What closed the mill?\nWhat sank off Quillmoor?\n", encoding="utf-8"
    )
    lines = dateline("batch", tmp_path / "questions.txt", *chosen).stdout.splitlines()
    rows = [json.loads(line) for line in lines]
    cited = {citation["title"] for row in rows for citation in row["citations"]}
    assert cited == {"Ferry sinks off Quillmoor"}


def test_a_batch_of_other_articles_is_not_resumed(library: Path, tmp_path: Path) -> None:
    (tmp_path / "questions.txt").write_text("What sank off Quillmoor?\n", encoding="utf-8")
    batch = ("batch", tmp_path / "questions.txt", "--out", tmp_path / "out.jsonl", "--tag", "sea")
    assert dateline(*batch, "--library", library).returncode == 0
    assert "in an earlier run" in dateline(*batch, "--resume", "--library", library).stderr
    dateline("tag", "add", "sea", "mill.md", "--library", library)
    again = dateline(*batch, "--resume", "--library", library)
    assert (again.returncode, "different questions or articles" in again.stderr) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("cafe",), ["ferry"]),
        (("CAFÉ", "quillmoor"), ["ferry"]),
        (("mill", "gazette"), ["talks", "mill"]),
        (("ferries",), ["ferry"]),
        (("nothing",), []),
        (("--source", "café*"), ["ferry"]),
        (("--source", "CAFE*"), ["ferry"]),
        (("--since", "2031-05-09", "--until", "2031-05-31"), ["mill"]),
        (("--since", "2031-05-09", "--until", "May 2031"), ["mill"]),
        (("--sort", "title"), ["ferry", "mill", "talks"]),
        (("--sort", "title", "--reverse"), ["talks", "mill", "ferry"]),
        (("--sort", "source"), ["ferry", "mill", "talks"]),
        (("--reverse",), ["ferry", "mill", "talks"]),
    ],
)
def test_articles_are_filtered_and_sorted(
    library: Path, arguments: tuple[str, ...], expected: list[str]
) -> None:
    listed = json.loads(dateline("articles", *arguments, "--library", library, "--json").stdout)
    assert [Path(each["path"]).stem for each in listed] == expected
