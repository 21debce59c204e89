"""What a library remembers by name, such as the model of its vectors."""

from collections.abc import Mapping

from qa.library.lance.schema import SETTINGS
from qa.library.lance.tables import Tables


class StoredSettings:
    """Reads and writes the table of settings; all are read again only when one of them changed."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._read: tuple[int, dict[str, str]] = (-1, {})

    def get(self, name: str) -> str | None:
        """Return a setting, or None."""
        version = self._tables.version(SETTINGS)
        if self._read[0] != version:
            rows = self._tables.rows(SETTINGS, None, ["name", "value"])
            self._read = (version, {row["name"]: str(row["value"]) for row in rows})
        return self._read[1].get(name)

    def number(self, name: str, default: int) -> int:
        """Return a setting that is a number."""
        value = self.get(name) or ""
        return int(value) if value.isdecimal() else default

    def put(self, settings: Mapping[str, str]) -> None:
        """Store settings."""
        self._tables.put(SETTINGS, [{"name": name, "value": value} for name, value in settings.items()])
