"""What a text states about itself, to be proposed before it is stored."""

from pathlib import Path

from qa.articles.documents import ArticleFields
from qa.articles.loading import load
from qa.errors import ArticleError
from qa.utils.text import clean

_N_CHARACTERS = 8_000  # everything that is stated is at the top


def stated_fields(text: str) -> ArticleFields:
    """Return the title, date, author, source and address that a text states; a title may be its first words."""
    try:
        article = load(Path("text.txt"), clean(text[:_N_CHARACTERS]).encode()).article
    except ArticleError:
        return ArticleFields()
    return ArticleFields(article.title, article.published, article.author, article.source, article.url)
