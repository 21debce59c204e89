"""Who holds the office that a question asks about."""

from datetime import date

import pytest

from qa.answering.agreement import Group
from qa.answering.office_holders import OfficeHolders
from qa.questions.answer_type import typed
from qa.records import AnswerSpan, Article, Hit, Passage, Scores, Span


def _hit(text: str, key: str = "a") -> Hit:
    return Hit(Passage(key, 0, Span(0, len(text)), text), 1.0, 1, Scores())


def _span(hit: Hit, words: str) -> AnswerSpan:
    start = hit.passage.text.index(words)
    return AnswerSpan(hit, Span(start, start + len(words)), 1.0)


def _no_article(key: str) -> Article:
    raise KeyError(key)


@pytest.mark.parametrize(
    ("question", "text", "name"),
    [
        ("Who is the mayor of Oddby?", "Mayor Mara Lind of Corr came to Oddby.", "Mara Lind"),
        ("Who is Oman's prime minister?", "Qatari Prime Minister Odd Varga flew to Oman.", "Odd Varga"),
        ("Who is the finance minister of Oman?", "Omani President Odd Varga spoke.", "Odd Varga"),
        (
            "Who is the defence minister of Oman?",
            "Oman's deputy defence minister Odd Varga spoke.",
            "Odd Varga",
        ),
        ("Who is the defence minister of Oman?", "Oman's trade minister, Odd Varga, spoke.", "Odd Varga"),
        (
            "Who is the head of Oddby Port?",
            "The Corr Bank will pay Oddby Port, director Odd Varga said.",
            "Varga",
        ),
        ("Who speaks for the port?", '"The port must pay," a driver said.', "a driver"),
        ("Who speaks for the port?", '"The port is late. We will wait," Odd Varga said.', "Odd Varga"),
        ("Who spoke for Oman at the talks?", "Qatari envoy Odd Varga spoke of Oman.", "Odd Varga"),
        ("Who chairs the Port Bank?", "Odd Varga, chairman of Corr Ferries, spoke.", "Odd Varga"),
        (
            "Who is Oman's prime minister?",
            "Prime Minister Odd Varga warned Oman. The Qatari prime minister, Odd Varga, left.",
            "Odd Varga",
        ),
    ],
)
def test_holders_of_other_offices(question: str, text: str, name: str) -> None:
    """The office is another one, or somebody else's."""
    hit = _hit(text)
    assert OfficeHolders(typed(question), [hit], _no_article).is_other(_span(hit, name))


@pytest.mark.parametrize(
    ("question", "text", "name"),
    [
        ("Who is the mayor of Oddby?", "Mayor Mara Lind of Oddby came to Corr.", "Mara Lind"),
        ("Who is Oman's prime minister?", "Odd Varga, the Omani premier, flew to Corr.", "Odd Varga"),
        ("Who is Oman's prime minister?", "Prime Minister Odd Varga spoke in Corr.", "Odd Varga"),
        ("Who was the mayor of Oddby?", "Oddby's former mayor Mara Lind spoke.", "Mara Lind"),
        (
            "Who is the head of the Port Bank?",
            "The president of the Port Bank, Odd Varga, left.",
            "Odd Varga",
        ),
        (
            "Who is the head of the Port Bank?",
            "Odd Varga, head of the Port Bank and former envoy to Oman, left.",
            "Odd Varga",
        ),
        (
            "Who is Oman's prime minister?",
            "Prime Minister Odd Varga left Corr. The Qatari president, Mara Varga, did not.",
            "Odd Varga",
        ),
        ("Who speaks for the port?", '"The port will pay," its director, Odd Varga, said.', "Odd Varga"),
        ("Who speaks for the government?", "Omani Chief Secretary Odd Varga spoke.", "Odd Varga"),
        ("Who coaches Oddby Town?", "Former Corr captain Odd Varga won with Oddby Town.", "Odd Varga"),
        (
            "Who is the defence minister of Oman?",
            "Omani Deputy Prime Minister and Defence Minister Odd Varga spoke.",
            "Odd Varga",
        ),
        ("When was the mayor of Oddby elected?", "Mayor Mara Lind of Corr came.", "Mara Lind"),
    ],
)
def test_possible_holders(question: str, text: str, name: str) -> None:
    """The passages give them the office, or no other one."""
    hit = _hit(text)
    assert not OfficeHolders(typed(question), [hit], _no_article).is_other(_span(hit, name))


def test_the_latest_known_holder_comes_first() -> None:
    """Whoever only has the title comes after the holders, the former holder after the later one."""
    texts = {
        "President Odd Varga spoke in Oman.": 2006,
        "The Omani president, Mara Lind, spoke.": 1997,
        "Omani President Ada Orso spoke.": 2005,
    }
    hits = [_hit(text, str(year)) for text, year in texts.items()]

    def article(key: str) -> Article:
        hit = next(each for each in hits if each.passage.article_id == key)
        return Article(key, "", hit.passage.text, date(int(key), 1, 1), None, None)

    names = ("Odd Varga", "Mara Lind", "Ada Orso")
    groups = [Group((_span(hit, name),), 1, 0.6) for hit, name in zip(hits, names, strict=True)]
    found = OfficeHolders(typed("Who is the president of Oman?"), hits, article).ordered(groups)
    assert [group.best.text for group in found] == ["Ada Orso", "Mara Lind", "Odd Varga"]
