"""Settings, in increasing priority: defaults, the TOML file, `DATELINE_…` variables, options."""

import json
import math
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

from qa.errors import SettingsError
from qa.settings.library_location import (
    LanceAddress,
    LibraryLocation,
    folder_of,
    is_lance_address,
    lance_address,
)
from qa.settings.locations import cache_folder, config_file, default_library

_PREFIX = "DATELINE_"
_COLUMN_FIELDS = ("text", "title", "published", "author", "source", "url")
Rule = Callable[[Any], Any]  # raw value → value, or a ValueError that says what it must be


def _folder(value: Any) -> Path:
    if not isinstance(value, str | Path):
        raise ValueError(f"must be a path, not {_shown(value)}")
    return Path(os.path.expanduser(value))  # noqa: PTH111 - an unknown user's `~name` stays as it is


def _library(value: Any) -> LibraryLocation:
    if isinstance(value, LanceAddress):
        return value
    if isinstance(value, str) and is_lance_address(value):
        return lance_address(value)
    return _folder(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"must be text in quotation marks, not {_shown(value)}")
    return value


def _address(value: Any) -> str:
    """Check a web address; empty means none."""
    address = _text(value).strip()
    if address and not re.fullmatch(r"https?://[^\s/?#@]+(?:/[^\s?#]*)?", address):
        raise ValueError(f"must be like http://localhost:11434/v1, not {_shown(value)}")
    return address.rstrip("/")


def _one_of(*choices: str) -> Rule:
    def one_of(value: Any) -> str:
        if value not in choices:
            *others, last = map(repr, choices)
            raise ValueError(f"must be {', '.join(others)} or {last}, not {_shown(value)}")
        return str(value)

    return one_of


def _yes_or_no(value: Any) -> bool:
    """Parse true or false, which may be text from the environment."""
    written = str(value).strip().lower()
    if written not in ("true", "false"):
        raise ValueError(f"must be true or false, not {_shown(value)}")
    return written == "true"


def _whole(least: int, most: int) -> Rule:
    def whole(value: Any) -> int:
        number = _number(value, "a whole number")
        if number != int(number):
            raise ValueError(f"must be a whole number, not {_shown(value)}")
        if number < least:
            raise ValueError(f"must be at least {least}, not {_shown(value)}")
        if number > most:
            raise ValueError(f"must be at most {most}, not {_shown(value)}")
        return int(number)

    return whole


def _columns(value: Any) -> str:
    """Check the names of a table's columns: "text=Story, title=Hed"."""
    fields_named = [pair.partition("=")[0].strip() for pair in _text(value).split(",") if pair.strip()]
    wrong = [name for name in fields_named if name not in _COLUMN_FIELDS]
    if wrong or any("=" not in pair for pair in value.split(",") if pair.strip()):
        raise ValueError(f"must be like text=Story, title=Hed, with {', '.join(_COLUMN_FIELDS)}")
    return str(value)


def _more_than_nothing(value: Any) -> float:
    number = _number(value, "a number")
    if number <= 0:
        raise ValueError(f"must be more than 0, not {_shown(value)}")
    return number


def _number(value: Any, kind: str) -> float:
    """Parse a number, which may be text from the environment."""
    try:
        number = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"must be {kind}, not {_shown(value)}")
    return number


def _shown(value: Any) -> str:
    return f"“{value}”" if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)


def _must_be(rule: Rule) -> dict[str, Rule]:
    return {"rule": rule}


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings with their defaults; `load_settings` returns the user's.

    Raises SettingsError for an invalid value. (Validated by hand, because importing pydantic takes a tenth of a
    second of the half that the app has for its first frame.)
    """

    library: LibraryLocation = field(default_factory=default_library, metadata=_must_be(_library))
    cache: Path = field(default_factory=cache_folder, metadata=_must_be(_folder))
    model: str = field(default="all-MiniLM-L6-v2", metadata=_must_be(_text))
    precision: Literal["int8", "fp32"] = field(default="int8", metadata=_must_be(_one_of("int8", "fp32")))
    reader: Literal["best", "fast"] = field(default="best", metadata=_must_be(_one_of("best", "fast")))
    top_k: int = field(default=10, metadata=_must_be(_whole(1, 200)))
    passage_pieces: int = field(default=128, metadata=_must_be(_whole(16, 510)))
    max_article_megabytes: float = field(default=4.0, metadata=_must_be(_more_than_nothing))
    max_file_megabytes: float = field(default=100.0, metadata=_must_be(_more_than_nothing))
    table_columns: str = field(default="", metadata=_must_be(_columns))
    llm_endpoint: str = field(default="", metadata=_must_be(_address))
    llm_model: str = field(default="", metadata=_must_be(_text))
    citations_width: int = field(default=44, metadata=_must_be(_whole(20, 80)))
    citations_height: int = field(default=53, metadata=_must_be(_whole(20, 80)))
    allow_network: bool = field(default=False, metadata=_must_be(_yes_or_no))
    allow_private_addresses: bool = field(default=False, metadata=_must_be(_yes_or_no))
    theme: Literal["dark", "light", "contrast"] = field(
        default="dark", metadata=_must_be(_one_of("dark", "light", "contrast"))
    )

    @property
    def folder(self) -> Path:
        """The folder on this machine for what belongs to the library; of an embedded one, the library itself."""
        return folder_of(self.library)

    def __post_init__(self) -> None:
        """Convert each value to its type."""
        for each in fields(self):
            try:
                value = each.metadata["rule"](getattr(self, each.name))
            except ValueError as error:
                raise _refused(each.name, str(error)) from None
            object.__setattr__(self, each.name, value)


SETTING_NAMES = tuple(each.name for each in fields(Settings))


def settings_of(values: Mapping[str, Any]) -> Settings:
    """Return settings with these values, and defaults for the others; SettingsError names an invalid one."""
    for name in values:
        if name not in SETTING_NAMES:
            raise SettingsError(
                f"Unknown setting “{name}”.", f"Remove it from {config_file()}. {meant_by(name)}"
            )
    return Settings(**values)


def meant_by(name: str) -> str:
    """Return the setting with the most similar name, or else all names."""
    from difflib import get_close_matches  # only needed after a mistake

    near = get_close_matches(name.lower().replace("-", "_"), SETTING_NAMES, n=1)
    return f"Did you mean “{near[0]}”?" if near else f"The settings are: {', '.join(SETTING_NAMES)}."


def load_settings(**flags: Any) -> Settings:
    """Load the settings; unknown names in the file are refused, and options that are None are ignored."""
    given = {name: value for name, value in flags.items() if value is not None}
    return settings_of({**_in_file(), **_in_environment(), **given})


def _in_file() -> dict[str, Any]:
    path = config_file()
    try:
        return parsed_settings(path, path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except IsADirectoryError as error:
        raise SettingsError(f"The settings file {path} is a folder.", "Replace it with a file.") from error
    except UnicodeDecodeError as error:
        raise SettingsError(
            f"The settings file {path} is not UTF-8: {error}.", "Correct that line."
        ) from error
    except OSError as error:
        raise SettingsError(
            f"Can't read the settings file {path} ({error.strerror}).", "Check its permissions."
        ) from error


def parsed_settings(path: Path, text: str) -> dict[str, Any]:
    """Return the keys and values of a settings file; raises SettingsError if it is not TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            f"The settings file {path} is not valid TOML: {error}.", "Correct that line."
        ) from error
    except RecursionError as error:
        raise SettingsError(
            f"The settings file {path} is nested too deeply.", "Use only plain keys and values."
        ) from error


def _in_environment() -> dict[str, str]:
    """Return the set variables, in any case; empty ones are ignored."""
    there = {name.upper(): value for name, value in os.environ.items() if value}
    variables = {name: _PREFIX + name.upper() for name in SETTING_NAMES}
    return {name: there[variable] for name, variable in variables.items() if variable in there}


def _refused(name: str, why: str) -> SettingsError:
    return SettingsError(
        f"The setting “{name}” {why}.",
        f"Check {config_file()}, the variable {_PREFIX}{name.upper()} and the command's options.",
    )
