"""Settings: defaults, then the TOML file, then `DATELINE_…` in the environment, then flags."""

import os
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from qa.errors import SettingsError
from qa.locations import cache_folder, config_file, default_library

_PREFIX = "DATELINE_"


class Settings(BaseModel):
    """Everything that can be set, with its default; what the user has set comes from `load_settings`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    library: Path = Field(default_factory=default_library)
    cache: Path = Field(default_factory=cache_folder)
    model: str = "all-MiniLM-L6-v2"
    precision: Literal["int8", "fp32"] = "int8"
    top_k: int = Field(default=10, ge=1, le=200)
    passage_pieces: int = Field(default=128, ge=16, le=510)
    max_article_megabytes: float = Field(default=4.0, gt=0, allow_inf_nan=False)
    theme: Literal["dark", "light", "contrast"] = "dark"

    @field_validator("library", "cache")
    @classmethod
    def _at_home(cls, path: Path) -> Path:
        return Path(os.path.expanduser(path))  # noqa: PTH111 - an unknown user's `~name` stays as it is


_COMPLAINTS = {
    "extra_forbidden": "does not exist",
    "int_parsing": "must be a whole number, not “{input}”",
    "int_type": "must be a whole number, not “{input}”",
    "int_from_float": "must be a whole number, not {input}",
    "float_parsing": "must be a number, not “{input}”",
    "float_type": "must be a number, not “{input}”",
    "finite_number": "must be a number, not {input}",
    "greater_than": "must be more than {gt}, not {input}",
    "greater_than_equal": "must be at least {ge}, not {input}",
    "less_than_equal": "must be at most {le}, not {input}",
    "literal_error": "must be {expected}, not “{input}”",
    "path_type": "must be a path, not {input}",
    "string_type": "must be text in quotes, not {input}",
}


def _complaint(details: Any) -> str:
    """Say in our words what is wrong with a setting; `details` is one of pydantic's errors."""
    form = _COMPLAINTS.get(details["type"])
    if form is None:
        return f"cannot be used: {details['msg']}"
    return form.format(**details.get("ctx", {}), input=details["input"])


def _in_file() -> dict[str, Any]:
    try:
        return tomllib.loads(config_file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}


def _in_environment() -> dict[str, str]:
    """Return what is set there, in capitals or not; an empty variable sets nothing."""
    named = {name.upper(): value for name, value in os.environ.items() if value}
    names = {name: _PREFIX + name.upper() for name in Settings.model_fields}
    return {name: named[variable] for name, variable in names.items() if variable in named}


def load_settings(**flags: Any) -> Settings:
    """Read the settings; unknown keys in the file are refused, and flags that are None count as not given."""
    given = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(**{**_in_file(), **_in_environment(), **given})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "?"
        raise SettingsError(
            f"The setting “{name}” {_complaint(first)}.",
            f"Settings come from {config_file()}, from {_PREFIX}{name.upper()} and from flags.",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"The settings file {config_file()} is not valid TOML: {error}.", "Mend that line."
        ) from error
    except OSError as error:
        raise SettingsError(
            f"The settings file {config_file()} cannot be read ({error.strerror}).",
            "Change its rights.",
        ) from error
