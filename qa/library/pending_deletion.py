"""The note that articles are being deleted permanently, and that their text may still be in the library's files.

SQLite stores it in the deletion's transaction, LanceDB before it deletes anything. It is removed when the files have
been rewritten.
"""

from collections.abc import Iterator, Sequence

from qa.errors import LibraryError
from qa.library.checks import PartReport
from qa.library.interface import ArticleStore

NAME = "deletion pending"  # the setting, with the ids of the articles
_WITHOUT_IDS = "1"  # what earlier versions stored
_N_NAMED = 3
_N_ID_DIGITS = 8
_FINISH = "Close other programs that use the library, then run: dateline maintain"


class PendingDeletion:
    """The note of one library."""

    def __init__(self, store: ArticleStore) -> None:
        self._store = store

    def __bool__(self) -> bool:
        return bool(self._stored())

    def article_ids(self) -> tuple[str, ...]:
        """Return the ids of the noted articles."""
        return tuple(each for each in self._stored() if each != _WITHOUT_IDS)

    def note(self, article_ids: Sequence[str]) -> None:
        """Add articles to the note."""
        self._store.remember({NAME: " ".join(dict.fromkeys((*self._stored(), *article_ids)))})

    def forget(self, article_ids: Sequence[str]) -> None:
        """Take restored articles out of the note, so that they aren't deleted when they are indexed again."""
        noted = self._stored()
        if not set(noted).isdisjoint(article_ids):
            self._store.remember({NAME: " ".join(each for each in noted if each not in article_ids)})

    def clear(self) -> None:
        """Note that nothing is left in the files."""
        self._store.remember({NAME: ""})

    def reports(self) -> Iterator[PartReport]:
        """Yield what `dateline doctor` says if a deletion was interrupted."""
        try:
            stored = self._stored()
        except LibraryError:  # the checks of other parts say why
            return
        if stored:
            yield PartReport("deletion", "", (_problem(stored),), _FINISH)

    def _stored(self) -> tuple[str, ...]:
        return tuple((self._store.setting(NAME) or "").split())


def _problem(stored: Sequence[str]) -> str:
    ids = [each[:_N_ID_DIGITS] for each in stored if each != _WITHOUT_IDS]
    more = f" and {len(ids) - _N_NAMED} more" if len(ids) > _N_NAMED else ""
    named = f" ({', '.join(ids[:_N_NAMED])}{more})" if ids else ""
    return f"articles were permanently deleted, but parts of their text may still be in the library's files{named}"
