"""Writing an exported file, which must not replace another."""

from pathlib import Path

from qa.errors import ExportError


def write_new_file(path: Path, content: str | bytes) -> None:
    """Write a text, or bytes, to a new file, and create its folder if necessary. Raises ExportError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
    except FileExistsError as error:
        raise ExportError(f"{path} already exists.", "Choose another file name.") from error
    except OSError as error:
        raise ExportError(f"Can't write {path} ({error.strerror}).", "Choose another folder.") from error
