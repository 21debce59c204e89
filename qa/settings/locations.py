"""The paths of Dateline's files, by the conventions of the operating system."""

import os
import sysconfig
from pathlib import Path

import platformdirs

_NAME = "dateline"
LIBRARY_FILE = "library.sqlite"  # in a library's folder


def config_file() -> Path:
    """The settings file: `$DATELINE_CONFIG`, or config.toml in the user's configuration folder."""
    given = os.environ.get("DATELINE_CONFIG")
    return Path(given) if given else platformdirs.user_config_path(_NAME) / "config.toml"


def default_library() -> Path:
    """The default library."""
    return platformdirs.user_data_path(_NAME) / "library"


def local_files() -> Path:
    """The folder for the local files of libraries whose articles are elsewhere."""
    return platformdirs.user_data_path(_NAME) / "remote"


def sample_articles() -> Path | None:
    """The folder with the sample articles: that of an installation, or of a working copy; None if it is missing."""
    installed = Path(sysconfig.get_path("data"), "share", _NAME, "samples")
    copy = Path(__file__).parents[2] / "seeds"
    return next((folder for folder in (installed, copy) if folder.is_dir()), None)


def cache_folder() -> Path:
    """The folder for files that can be rebuilt: `$DATELINE_CACHE`, or the user's cache folder."""
    given = os.environ.get("DATELINE_CACHE")
    return Path(given) if given else platformdirs.user_cache_path(_NAME)


def state_folder() -> Path:
    """The folder for what Dateline remembers between runs: `$DATELINE_STATE`, or the user's state folder."""
    given = os.environ.get("DATELINE_STATE")
    return Path(given) if given else platformdirs.user_state_path(_NAME)
