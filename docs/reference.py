"""Write the reference of the public names of `qa` as HTML pages that load nothing from elsewhere.

python docs/reference.py FOLDER
"""

import sys
from pathlib import Path

import pdoc

import qa


def main() -> None:
    """Write the pages into the folder that is named on the command line."""
    for name in qa.__all__:
        vars(qa)[name] = getattr(qa, name)  # pdoc looks only at names that are already imported
    pdoc.render.configure(show_source=False, search=True, docformat="restructuredtext")
    pdoc.pdoc("qa", output_directory=Path(sys.argv[1]))


if __name__ == "__main__":
    main()
