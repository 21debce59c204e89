"""The changes that the next commit stores."""

from dataclasses import dataclass, field

from qa.library.stored_articles import StoredArticle


@dataclass(slots=True)
class Pending:
    """Articles by id, and article id and digest by the path of a file; `depth` counts the open blocks."""

    articles: dict[str, StoredArticle] = field(default_factory=dict)
    files: dict[str, tuple[str, str]] = field(default_factory=dict)
    depth: int = 0

    def put(self, stored: StoredArticle, path: str, digest: str) -> None:
        """Add the article of a file, and drop the one that was waiting for this file, if any."""
        before = self.files.get(path)
        self.files[path] = (stored.article.id, digest)
        self.articles[stored.article.id] = stored
        if before is not None and before[0] not in {article_id for article_id, _ in self.files.values()}:
            self.articles.pop(before[0], None)

    def clear(self) -> None:
        """Forget everything."""
        self.articles.clear()
        self.files.clear()
