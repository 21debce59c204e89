"""Draft questions for measuring speed and reliability, where their quality doesn't matter."""

import json
from pathlib import Path

from qa.engine import Engine
from qa.evaluation.drafting import draft_questions
from qa.settings.settings import load_settings


def library_of(folder: Path, library: Path | str) -> Engine:
    """Return an engine on a library; one that is empty gets the articles of a folder."""
    engine = Engine(load_settings(library=library))
    if not engine.has_articles:
        engine.index([folder])
    return engine


def drafted(engine: Engine, limit: int) -> list[str]:
    """Return drafts about the articles, as many from each as it takes; fewer when there are no more."""
    articles = sorted(engine.articles(), key=lambda article: article.id)
    lists = [draft_questions(engine.article(article.id)) for article in articles]
    rounds = range(max(map(len, lists), default=0))
    questions = [drafts[number].question for number in rounds for drafts in lists if number < len(drafts)]
    return list(dict.fromkeys(questions))[:limit]


def write_questions(path: Path, questions: list[str]) -> None:
    """Write questions as JSON lines."""
    rows = ({"id": number, "question": each} for number, each in enumerate(questions, start=1))
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
