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


def _is_other(question: str, text: str, name: str) -> bool:
    hit = _hit(text)
    return OfficeHolders(typed(question), [hit], _no_article).is_other(_span(hit, name))


@pytest.mark.parametrize(
    ("question", "text", "name"),
    [
        ("Who is Oman's prime minister?", "Qatari Prime Minister Odd Varga flew to Oman.", "Odd Varga"),
        ("who is the prime minister of oman", "Qatari Prime Minister Odd Varga flew to Oman.", "Odd Varga"),
        (
            "Who is the prime minister of Oman?",
            "Qatar's Premier Odd Varga spoke.",
            "Qatar's Premier Odd Varga",
        ),
        ("Who is the president of South Korea?", "North Korean President Mara Lind spoke.", "Mara Lind"),
        ("Who is the president of Oman?", "The president of Qatar, Odd Varga, left.", "Odd Varga"),
        ("Who is the US president?", "Odd Varga, the French president, met the Omani minister.", "Odd Varga"),
        ("Who is the defense minister of Oman?", "Qatari Defence Minister Odd Varga spoke.", "Odd Varga"),
    ],
)
def test_holders_in_other_countries(question: str, text: str, name: str) -> None:
    """The sentence gives them the asked office, in another country."""
    assert _is_other(question, text, name)


@pytest.mark.parametrize(
    ("question", "text", "name"),
    [
        ("Who is the mayor of Oddby?", "Mayor Mara Lind of Oddby came to Corr.", "Mara Lind"),
        ("Who is the mayor of Oddby?", '"Oddby will rebuild," Mayor Mara Lind said.', "Mara Lind"),
        ("Who is the president of Oman?", '"Oman wants peace," President Mara Lind told us.', "Mara Lind"),
        ("Who is Oman's prime minister?", "Odd Varga, the Omani premier, flew to Corr.", "Odd Varga"),
        ("Who is Oman's prime minister?", "Prime Minister Odd Varga spoke in Corr.", "Odd Varga"),
        (
            "Who is the president of Oman?",
            "Reform Party leader Bo Orso was elected president of Oman.",
            "Bo Orso",
        ),
        (
            "Who is the president of Oman?",
            "Oman elected Mara Lind as its president. Oddby University president Mara Lind won.",
            "Mara Lind",
        ),
        (
            "Who is the president of Oman?",
            "President Mara Lind left. The Qatari president, Mara Lind, did not.",
            "Mara Lind",
        ),
        (
            "Who is the president of Oman?",
            "Mara Lind spoke in Oman. The African Union chairman, Mara Lind, left.",
            "Mara Lind",
        ),
        (
            "Who is the head of the World Bank?",
            "The World Bank named Mara Lind, a former Corr Bank president, to lead it.",
            "Mara Lind",
        ),
        ("Who is the president of Oman?", "Former Qatari President Mara Lind rules Oman.", "Mara Lind"),
        (
            "Who is the president of Oman?",
            "Qatari President Mara Lind became president of Oman, too.",
            "Mara Lind",
        ),
        ("Who is the coach of Harbour United?", "Portuguese coach Rui Falk led Harbour United.", "Rui Falk"),
        (
            "Who is the keeper of Harbour United?",
            "German goalkeeper Rui Falk saved for Harbour United.",
            "Rui Falk",
        ),
        (
            "Who is the judge in the Oddby trial?",
            "Dutch judge Mara Lind adjourned the Oddby trial.",
            "Mara Lind",
        ),
        ("Who is the director of Oddby Nights?", "Danish director Mara Lind made Oddby Nights.", "Mara Lind"),
        (
            "Who is the lawyer of Amnesty International?",
            "Corr lawyer Mara Lind, speaking for Amnesty International, left.",
            "Mara Lind",
        ),
        ("Who is the US president?", "U.S. President Odd Varga spoke.", "Odd Varga"),
        ("Who is the Treasury secretary of the US?", "U.S. Treasury secretary Odd Varga spoke.", "Odd Varga"),
        ("Who is the vice-president of Oman?", "Omani Vice President Odd Varga spoke.", "Odd Varga"),
        ("Who is the secretary general of the UN?", "UN Secretary-General Odd Varga spoke.", "Odd Varga"),
        ("Who is the editor of the Oddby Post?", "Lind, the Oddby Post's editor-in-chief, spoke.", "Lind"),
        ("Who is the mayor of New York?", "New York City Mayor Odd Varga spoke.", "Odd Varga"),
        ("Who is the home secretary of the UK?", "British interior minister Odd Varga spoke.", "Odd Varga"),
        (
            "Who is the foreign affairs minister of Oman?",
            "Omani Foreign Minister Odd Varga left.",
            "Odd Varga",
        ),
        (
            "Who is the trade minister of Oman?",
            "Omani Trade and Industry Minister Odd Varga left.",
            "Odd Varga",
        ),
        ("Who is the police chief of Oddby?", "Oddby Police Commissioner Odd Varga left.", "Odd Varga"),
        ("Who is the youngest lawmaker of Oman?", "Omani opposition lawmaker Odd Varga left.", "Odd Varga"),
        ("Who is the president of Libya?", "Libyan leader Odd Varga left.", "Odd Varga"),
        ("Who is the prime minister of Scotland?", "British Prime Minister Odd Varga left.", "Odd Varga"),
        ("Who speaks for the port?", '"The port must pay," Odd Varga said.', "Odd Varga"),
        ("When was the president of Oman elected?", "Qatari President Mara Lind came.", "Mara Lind"),
    ],
)
def test_possible_holders(question: str, text: str, name: str) -> None:
    """Another office, a former one, or the same one of another club or company doesn't count against anybody."""
    assert not _is_other(question, text, name)


@pytest.mark.parametrize(
    ("question", "title", "is_first"),
    [
        ("Who is the president of Oman?", "Omani President", True),
        ("Who is the president of Oman?", "Omani leader", True),
        ("who is the omani president?", "Omani President", True),
        ("Who is the president of Oman?", "Omani ex-president", False),
        ("Who is the president of Oman?", "Omani vice-president", False),
        ("Who is the president of Oman?", "Omani opposition leader", False),
        ("Who is the president of Oman?", "Omani army chief", False),
        ("Who is the president of Oman?", "Omani police chief", False),
        ("Who is the president of Oman?", "Omani Olympic Committee president", False),
        ("Who is the US president?", "U.S. President", True),
        ("Who is the vice-president of Oman?", "Omani Vice President", True),
        ("Who is the defense minister of Oman?", "Omani Defence Minister", True),
        ("Who is the mayor of York?", "New York Mayor", False),
        ("Who is the mayor of New York?", "New York City Mayor", True),
        ("Who is the governor of Virginia?", "West Virginia Governor", False),
        ("Who is the president of Sudan?", "South Sudan President", False),
        ("Who speaks for Oman?", "Omani envoy", True),
        ("Who is the head of the ferry?", "The head of the ferry,", True),
        ("Who is the head of the ferry?", "Bo Orso, head of the ferry", False),  # called Odd Varga
    ],
)
def test_known_holders_come_first(question: str, title: str, is_first: bool) -> None:
    """Only whoever surely holds the asked office is put before a likelier answer."""
    hits = [_hit("Mara Lind spoke.", "a"), _hit(f"{title} Odd Varga spoke.", "b")]

    def article(key: str) -> Article:
        return Article(key, "", "", date(2031, 1, 1), None, None)

    spans = [_span(hits[0], "Mara Lind"), _span(hits[1], "Odd Varga")]
    groups = [Group((span,), 1, score) for span, score in zip(spans, (0.6, 0.5), strict=True)]
    found = OfficeHolders(typed(question), hits, article).ordered(groups)
    assert (found[0].best.text == "Odd Varga") is is_first


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
