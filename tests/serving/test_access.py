"""The rules of access, worked by hand."""

import stat
from pathlib import Path

import pytest

from qa.errors import SettingsError
from qa.serving.access import Access, RateLimit
from qa.serving.running import listening, token_in


@pytest.mark.parametrize(
    ("listens", "called", "allowed"),
    [
        ("127.0.0.1", "127.0.0.1:8464", True),
        ("127.0.0.1", "localhost:8464", True),
        ("127.0.0.1", "192.0.2.7:8464", False),
        ("127.0.0.1", "evil.example", False),
        ("127.0.0.1", "", False),
        ("::1", "[::1]:8464", True),
        ("0.0.0.0", "192.0.2.7:8464", True),  # noqa: S104 - the rule for it is tested
        ("0.0.0.0", "archive.example:8464", True),  # noqa: S104
        ("0.0.0.0", "evil.example", False),  # noqa: S104
    ],
)
def test_names_of_the_server(listens: str, called: str, *, allowed: bool) -> None:
    assert Access(listens, names=("archive.example",)).is_called_by_own_name(called) is allowed


def test_the_rate_is_limited_for_each_client() -> None:
    now = 0.0
    limit = RateLimit(per_second=2, burst=3, clock=lambda: now)
    assert [limit.allows("a") for _ in range(4)] == [True, True, True, False]
    assert limit.allows("b")
    now = 0.5
    assert [limit.allows("a") for _ in range(2)] == [True, False]
    now = 60.0
    assert [limit.allows("a") for _ in range(4)] == [True, True, True, False]


def test_a_missing_token_file_is_created_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "token"
    token, is_new = token_in(path, "192.0.2.7")
    assert is_new
    assert token is not None
    assert len(token) >= 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert token_in(path, "192.0.2.7") == (token, False)


@pytest.mark.parametrize(
    "content", [b"", b"short", b"two words of some length", b"\xff" * 40, "é".encode() * 20]
)
def test_a_token_file_that_cannot_be_used_is_an_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "token"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match="token"):
        token_in(path, "127.0.0.1")


def test_other_machines_need_a_token() -> None:
    assert token_in(None, "127.0.0.1") == (None, False)
    with pytest.raises(SettingsError, match="token is needed"):
        token_in(None, "0.0.0.0")  # noqa: S104


def test_a_port_in_use_is_an_error() -> None:
    taken = listening("127.0.0.1", 0)
    with taken, pytest.raises(SettingsError, match="Can't listen"):
        listening("127.0.0.1", taken.getsockname()[1])
