"""A short article to read, and how readers look it up."""

from qa.records import Article

TEXT = (
    "The ferry crews of the island met the harbour board on Tuesday evening. "
    "Nobody took minutes. "
    "The board offered a rise of four per cent, which the crews refused because it came without a date. "
    "Idris Quennelby and Oona Marchbrook spoke for the crews. "
    "A second session was called for Friday."
)
FERRIES = Article("a", "Ferries", TEXT)


def article(_article_id: str) -> Article:
    """Return the article, whatever its id."""
    return FERRIES
