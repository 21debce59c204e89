"""The commands on a library in LanceDB: the same output as for the same articles in a folder."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.engine import Engine
from qa.library.opening import open_library
from qa.settings.library_location import lance_address
from tests.cli.commands import dateline, whole_process
from tests.conftest import SEEDS
from tests.library.engines.samples import copied

pytest.importorskip("lancedb", reason="needs dateline-qa[scale]")
QUESTION = "When did the second round of talks end?"


@pytest.fixture(scope="module")
def address(samples: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a library with the sample articles."""
    folder = tmp_path_factory.mktemp("lance")
    library = open_library(lance_address(f"lance://{folder}/archive"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(folder / "data"))
        copied(samples.library, library)
        library.close()
        yield f"lance://{folder}/archive"


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", QUESTION, "--json"),
        ("ask", QUESTION, "--source", "*talks*", "--until", "2024-12-31", "--json"),
        ("articles", "--json"),
        ("timeline", "--json"),
        ("show", "ARTICLE", "--json"),
        ("summarize", "ARTICLE", "--json"),
        ("batch", "QUESTIONS"),
        ("evaluate", "QUESTIONS", "--json"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_command_prints_the_same_for_both_engines(
    samples: Engine, address: str, arguments: tuple[str, ...], tmp_path: Path
) -> None:
    questions = tmp_path / "questions.jsonl"
    gold = {"question": QUESTION, "answers": ["Wednesday night"]}
    questions.write_text(f"{json.dumps(gold)}\n", encoding="utf-8")
    given = {"ARTICLE": samples.articles()[0].id, "QUESTIONS": str(questions)}
    arguments = tuple(given.get(each, each) for each in arguments)
    here = dateline(*arguments, "--library", str(samples.settings.library))
    there = dateline(*arguments, "--library", address)
    assert there.returncode == here.returncode
    assert _comparable(there.stdout) == _comparable(here.stdout)


def test_indexing_again_changes_nothing(address: str) -> None:
    report = json.loads(dateline("index", SEEDS, "--library", address, "--json").stdout)
    assert (report["added"], report["updated"], report["failed"]) == (0, 0, [])
    assert report["unchanged"] > 0


def test_removing_and_restoring(address: str) -> None:
    (first, *_) = json.loads(dateline("articles", "--library", address, "--json").stdout)
    assert dateline("remove", first["article_id"], "--library", address).returncode == 0
    assert json.loads(dateline("articles", "--library", address, "--json").stdout)[0] != first
    assert dateline("restore", first["article_id"], "--library", address).returncode == 0
    assert json.loads(dateline("articles", "--library", address, "--json").stdout)[0] == first


def test_doctor_checks_it(address: str) -> None:
    checks = {
        each["name"]: each
        for each in json.loads(dateline("doctor", "--library", address, "--json").stdout)["checks"]
    }
    assert address in checks["library"]["finding"]
    assert all(checks[part]["healthy"] for part in ("library", "articles", "passages", "vectors"))


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (("snapshot", "create"), "dateline export"),
        (("doctor", "--repair"), "dateline index"),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, tuple) else "",
)
def test_what_only_a_folder_can_says_what_to_do(
    address: str, arguments: tuple[str, ...], advice: str
) -> None:
    done = dateline(*arguments, "--library", address)
    assert done.returncode not in (0, None)
    assert "Not available for" in done.stderr
    assert advice in done.stderr


@pytest.mark.parametrize(
    "wrong", ["lance://relative", "lance+s3://key:secret@bucket/x", "lance+gs://bucket", "lance:///"]
)
def test_a_wrong_address_is_refused(wrong: str) -> None:
    done = dateline("articles", "--library", wrong)
    assert done.returncode not in (0, None)
    assert "lance+s3://bucket/prefix" in done.stderr or "lance:///path" in done.stderr


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "AWS_ACCESS_KEY_ID"),
        (
            {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "y", "AWS_ENDPOINT_URL": "http://192.0.2.1"},
            "doesn't encrypt",
        ),
        (
            {
                "AWS_ACCESS_KEY_ID": "x",
                "AWS_SECRET_ACCESS_KEY": "y",
                "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
            },
            "Can't use the library",
        ),
    ],
    ids=["no credentials", "no encryption", "no server"],
)
def test_a_bucket_that_cannot_be_used(
    environment: dict[str, str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    done = dateline("articles", "--library", "lance+s3://bucket/prefix")
    assert done.returncode not in (0, None)
    assert words in done.stderr
    assert "y" not in done.stderr.split()


def test_nothing_but_answers_is_printed(address: str, tmp_path: Path) -> None:
    done = whole_process("articles", "--library", address, XDG_DATA_HOME=str(tmp_path))
    assert done.stderr == ""


def _comparable(printed: str) -> object:
    """Return JSON output without times and the scores of searches, which each engine computes in its own way."""
    return [_without_times(json.loads(line)) for line in printed.splitlines()]


def _without_times(value: object) -> object:
    if isinstance(value, dict):
        ignored = (
            "timings",
            "seconds",
            "scores",
            "why",
            "sparse_score",
            "dense_score",
            "p50_seconds",
            "p95_seconds",
        )
        return {key: _without_times(each) for key, each in value.items() if key not in ignored}
    return [_without_times(each) for each in value] if isinstance(value, list) else value
