"""Articles that were read lately, kept until their table changes: each query takes milliseconds, in a bucket more."""

from collections.abc import Collection, Iterable

from qa.library.database import understanding
from qa.library.lance import sql
from qa.library.lance.schema import IS_FIRST, PASSAGES, article_of
from qa.library.lance.tables import Tables, in_parts
from qa.records import Article

_MOST_CHARACTERS = 20_000_000


class ArticleCache:
    """Reads articles with their texts, several in one query if that is known in advance."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._kept: tuple[int, dict[str, Article]] = (-1, {})
        self._n_characters = 0

    def article(self, article_id: str) -> Article | None:
        """Return one article, or None."""
        articles = self._current()
        if article_id not in articles:
            self._read([article_id], articles)
        return articles.get(article_id)

    def read_ahead(self, article_ids: Collection[str]) -> None:
        """Read these articles by few queries, because they are needed next."""
        articles = self._current()
        for part in in_parts(key for key in dict.fromkeys(article_ids) if key not in articles):
            self._read(part, articles)

    def _current(self) -> dict[str, Article]:
        version = self._tables.version(PASSAGES)
        if self._kept[0] != version or self._n_characters > _MOST_CHARACTERS:
            self._kept = (version, {})
            self._n_characters = 0
        return self._kept[1]

    def _read(self, article_ids: Iterable[str], articles: dict[str, Article]) -> None:
        condition = f"{IS_FIRST} AND {sql.one_of('article_id', article_ids)}"
        rows = self._tables.rows(PASSAGES, condition, ["article_id", "article", "content"])
        with understanding(self._tables.address):
            for row in rows:
                articles[row["article_id"]] = article_of(row["article"], row["content"])
                self._n_characters += len(row["content"])
