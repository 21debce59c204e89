"""Text that is safe to show, wherever it comes from: file names, questions, error details."""

from qa.articles.decoding import clean


def printable(text: str, *, one_line: bool = True) -> str:
    """Return a text in which nothing can act on a terminal; by default as one line.

    Bytes of file names that are no text (kept by Python as lone surrogates) become U+FFFD.
    """
    shown = clean(text)
    return " ".join(shown.split()) if one_line else shown
