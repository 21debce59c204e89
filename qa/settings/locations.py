"""Where Dateline keeps its files, by the habits of the operating system."""

import os
from pathlib import Path

import platformdirs

_NAME = "dateline"


def config_file() -> Path:
    """The settings file: `$DATELINE_CONFIG`, or config.toml in the user's configuration folder."""
    given = os.environ.get("DATELINE_CONFIG")
    return Path(given) if given else platformdirs.user_config_path(_NAME) / "config.toml"


def default_library() -> Path:
    """The library that is used when none is named."""
    return platformdirs.user_data_path(_NAME) / "library"


def cache_folder() -> Path:
    """What can be built again: `$DATELINE_CACHE`, or the user's cache folder."""
    given = os.environ.get("DATELINE_CACHE")
    return Path(given) if given else platformdirs.user_cache_path(_NAME)
