"""The list of checksums that ships beside the weights, written again after every change of them.

    python -m training.checksums qa/reading/weights

Dateline refuses weights that differ from the list. It holds every file of the folder except Markdown and itself.
"""

import argparse
from pathlib import Path

from qa.utils.checksums import LIST_NAME, write_checksums


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    print(write_checksums(folder, weight_files(folder)).read_text(encoding="utf-8"), end="")


def weight_files(folder: Path) -> list[str]:
    """Return the names of the files that a folder's list must hold."""
    names = [path.name for path in folder.iterdir() if path.is_file() and path.suffix != ".md"]
    return sorted(name for name in names if name != LIST_NAME and not name.startswith("."))


if __name__ == "__main__":
    main()
