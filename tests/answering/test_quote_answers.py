"""Who said what about a topic, as an answer with one part for each speaker."""

import time
from pathlib import Path

import pytest

from benchmarks.statements import ASKED, given, is_right, read_labelled
from qa.answering.quote_answers import (
    SURE,
    Nearness,
    answer_about_topic,
    answer_by_speaker,
    quotations_about,
    quotations_by,
)
from qa.answering.said_by import said_by
from qa.engine import Engine
from qa.reading import Reading
from qa.records import Answer, AnswerSpan, Article, Hit, Passage, Reason, Scores, Span, Status, Turn
from qa.settings.settings import Settings

HARBOUR = (
    "The ferry strike began on Monday. Skipper Ada Holm said the strike would last a week. “We lost a day’s catch,” "
    "said Bo Lind. Ms Holm added that the strike fund was full. A baker said the strike was folly."
)


def hits(*texts: str) -> tuple[list[Hit], dict[str, Article]]:
    articles = {f"a{number}": Article(f"a{number}", "Harbour", text) for number, text in enumerate(texts)}
    passages = [Passage(key, 0, Span(0, len(each.text)), each.text) for key, each in articles.items()]
    return [Hit(each, 1.0, rank, Scores()) for rank, each in enumerate(passages, start=1)], articles


def said(topic: str, *texts: str) -> Answer | None:
    found, articles = hits(*texts)
    heard = quotations_about(topic, found, articles.__getitem__)
    return answer_about_topic(f"Who said what about {topic}?", heard, found)


def test_each_speaker_has_a_part_that_quotes_the_sentence() -> None:
    answer = said("the strike", HARBOUR)
    assert answer is not None
    assert [part.question for part in answer.parts] == [
        "What did Skipper Ada Holm say about the strike?",
        "What did a baker say about the strike?",
    ]
    first = answer.parts[0]
    assert first.text == "the strike would last a week"
    assert first.citations[0].quote == "Skipper Ada Holm said the strike would last a week."
    assert first.citations[0].answer_span.of(HARBOUR) == first.text
    assert [other.text for other in first.alternatives] == ["the strike fund was full"]
    numbers = [
        one.number for part in answer.parts for each in (part, *part.alternatives) for one in each.citations
    ]
    assert numbers == [1, 2, 3]
    assert answer.confidence == SURE[Nearness.TOGETHER]


@pytest.mark.parametrize("words", ["Holm said of the strike", "said Holm about the strike", "Holm said"])
def test_a_statement_said_of_the_topic_comes_first(words: str) -> None:
    """A statement that only mentions the topic comes second, unless no other is introduced with it."""
    text = f"Holm said that she was at sea during the strike. “It was folly,” {words}."
    found, articles = hits(text)
    answer = answer_by_speaker("?", quotations_by("Holm", "strike", found, articles.__getitem__), found)
    assert answer is not None
    assert (answer.text == "It was folly") is ("strike" in words)


def test_the_answer_in_one_line_names_each_speaker() -> None:
    answer = said("the strike", HARBOUR)
    assert answer is not None
    assert answer.text == "Skipper Ada Holm: the strike would last a week; a baker: the strike was folly"


def test_a_speaker_named_by_surname_is_shown_with_the_full_name() -> None:
    answer = said(
        "the lake",
        "The ministry's deputy director for inland fisheries, Mara Holt, said the lake was empty. Other words. "
        "Holt said the lake would be filled.",
    )
    assert answer is not None
    (part,) = answer.parts
    assert part.question == (
        "What did the ministry's deputy director for inland fisheries, Mara Holt, say about the lake?"
    )
    assert [other.text for other in part.alternatives] == ["the lake would be filled"]


def test_what_a_speaker_added_is_a_statement_of_its_own() -> None:
    answer = said("the buyer", "Mara Holt said the mill had been sold, adding that the buyer was unknown.")
    assert answer is not None
    assert [part.text for part in answer.parts] == ["the buyer was unknown"]


def test_half_a_topic_is_another_topic() -> None:
    assert said("the doctors' strike", "Bo Lind said the strike of the crews had hurt him.") is None


def test_a_title_alone_names_nobody() -> None:
    assert said("the strike", "General said the strike was folly.") is None


def test_many_speakers_are_gone_through_in_time_proportional_to_them() -> None:
    quotes = " ".join(f"“The strike number {n} must end,” said Anna Quill{n}." for n in range(2_000))
    began = time.thread_time()
    answer = said("the strike", quotes)
    assert answer is not None
    assert len(answer.parts) == 4
    assert time.thread_time() - began < 10


@pytest.mark.parametrize(
    ("sentence", "nearness"),
    [
        pytest.param(
            "Bo Lind said the strike of the ferry crews was long.", Nearness.TOGETHER, id="side by side"
        ),
        pytest.param(
            "Bo Lind said the ferry was old, slow, late and dear, and that a strike was due.",
            Nearness.WHOLLY,
            id="apart",
        ),
        pytest.param("On the ferry, Bo Lind said the strike was long.", Nearness.SHARED, id="half around it"),
    ],
)
def test_how_sure_it_is_goes_by_how_the_topic_is_named(sentence: str, nearness: Nearness) -> None:
    answer = said("the ferry strike", f"{sentence} Other words. Nothing more is known.")
    assert answer is not None
    assert answer.parts[0].confidence == SURE[nearness]


def test_the_report_of_another_article_is_another_speaker() -> None:
    answer = said(
        "the strike",
        "The report said the strike was long.",
        "The report added that many bakers would lose their flour by the strike of the ferry crews.",
    )
    assert answer is not None
    assert len(answer.parts) == 2


def test_statements_near_the_topic_count_if_none_names_it() -> None:
    answer = said(
        "the ferry strike",
        "The ferry strike began. Bo Lind said that he had lost a day. Nothing more is known.",
    )
    assert answer is not None
    assert [part.text for part in answer.parts] == ["he had lost a day"]
    assert answer.confidence == SURE[Nearness.AROUND]


def test_a_speakers_own_name_does_not_match_the_topic() -> None:
    assert said("Bo Lind", "Bo Lind said that he had lost a day.") is None


def test_the_month_march_does_not_match_the_topic_march() -> None:
    assert said("the march", "Bo Lind said that he had been ill since March.") is None
    assert said("the march", "Bo Lind said that the march had been long.") is not None


@pytest.mark.parametrize(
    ("others", "n_speakers"),
    [
        pytest.param("Holm said the strike was over.", 1, id="a surname"),
        pytest.param("Ms Holm said the strike was over.", 1, id="a surname with a title"),
        pytest.param("President Ada Holm said the strike was over.", 1, id="a title before"),
        pytest.param("Eva Holm said the strike was over.", 2, id="another first name"),
        pytest.param("A skipper said the strike was over.", 2, id="somebody"),
    ],
)
def test_who_is_the_same_speaker(others: str, n_speakers: int) -> None:
    answer = said("the strike", "Ada Holm said the strike would last a week.", others)
    assert answer is not None
    assert len(answer.parts) == n_speakers


@pytest.mark.parametrize(
    ("speaker", "words"),
    [
        ("Bo Lind", ["the strike had ruined him", "the strike must end"]),
        ("Mr Lind", ["the strike had ruined him", "the strike must end"]),
        ("Ada Holm", ["the strike of Bo Lind would last a week"]),
        ("Eva Holm", []),
        ("Bo", []),
    ],
)
def test_what_one_speaker_said(speaker: str, words: list[str]) -> None:
    text = (
        "Ada Holm said the strike of Bo Lind would last a week. Bo Lind said that the strike had ruined him. "
        "He owns a boat. Lind added that the strike must end. Lind said that he was tired."
    )
    found, articles = hits(text)
    heard = quotations_by(speaker, "the strike", found, articles.__getitem__)
    answer = answer_by_speaker(f"What did {speaker} say about it?", heard, found)
    given = [answer.text, *(other.text for other in answer.alternatives)] if answer else []
    assert given == words


def test_what_one_speaker_said_about_anything() -> None:
    text = "Bo Lind said that the strike had ruined him. Ada Holm said it would last. Lind added that fish was dear."
    found, articles = hits(text)
    answer = answer_by_speaker("?", quotations_by("Bo Lind", "", found, articles.__getitem__), found)
    assert answer is not None
    assert [answer.text, *(other.text for other in answer.alternatives)] == [
        "the strike had ruined him",
        "fish was dear",
    ]


def test_a_family_name_may_come_first() -> None:
    answer = said("the strike", "Premier Wen Jiabao said the strike was long. Wen said the strike was over.")
    assert answer is not None
    assert len(answer.parts) == 1


def test_a_reprinted_report_gives_one_part() -> None:
    reported = "said on Monday that the strike in the harbour would last a week and that no boat would sail"
    answer = said("the strike", f"A skipper {reported}.", f"One skipper {reported}.")
    assert answer is not None
    assert len(answer.parts) == 1


def test_there_are_never_too_many_parts() -> None:
    names = ["Ada Holm", "Bo Lind", "Cai Moe", "Dag Nor", "Eli Orr", "Fay Poe"]
    answer = said(
        "the strike", " ".join(f"{name} said the strike hurt village number {len(name)}." for name in names)
    )
    assert answer is not None
    assert len(answer.parts) == 4


def test_the_sample_articles_say_who_said_what(samples: Engine) -> None:
    answer = samples.ask("Who said what about the hardship fund?")
    (part,) = answer.parts
    assert answer.status is Status.ANSWERED
    assert part.question == "What did Oona Marchbrook say about the hardship fund?"
    assert part.text == "A hardship fund for the crews, opened last Sunday, has collected 84,000 crowns"


def test_what_one_speaker_of_the_samples_said(samples: Engine) -> None:
    answer = samples.ask("What did Ms Marchbrook say about the hardship fund?")
    assert not answer.parts
    assert answer.text == "A hardship fund for the crews, opened last Sunday, has collected 84,000 crowns"
    assert "Marchbrook" in answer.citations[0].quote


def test_all_that_one_speaker_of_the_samples_said(samples: Engine) -> None:
    answer = samples.ask("what did oona marchbrook say")
    assert answer.status is Status.ANSWERED
    assert "Marchbrook" in answer.citations[0].quote
    assert answer.citations[0].answer_span is not None


def test_labelled_questions_on_the_samples(samples: Engine) -> None:
    """The minimums are a little below the measured values."""
    pairs = [(row, samples.ask(row["question"])) for row in read_labelled(ASKED)]
    right = [is_right(row, text) for row, answer in pairs for text, _ in given(answer)]
    assert sum(right) / len(right) >= 0.9
    assert sum(right) / sum(len(row["statements"]) for row, _ in pairs) >= 0.7
    assert all(not answer.parts for row, answer in pairs if not row["statements"])


def test_a_topic_without_statements_is_refused(samples: Engine) -> None:
    answer = samples.ask("Who said what about the volcano?")
    assert (answer.status, answer.reason, answer.parts) == (Status.NOT_FOUND, Reason.NO_ANSWER, ())
    assert answer.nearest


def test_a_follow_up_takes_another_topic(samples: Engine) -> None:
    first = samples.ask("Who said what about the hardship fund?")
    then = samples.ask("And what about the march?", history=[Turn.of(first)])
    assert then.standalone_question == "Who said what about the march?"
    assert [part.question for part in then.parts] == ["What did the harbour police say about the march?"]


def test_beside_another_question_every_speaker_is_a_part(samples: Engine) -> None:
    answer = samples.ask("Who said what about the hardship fund? Who is the mediator?")
    assert len(answer.parts) == 2
    assert all(not part.parts for part in answer.parts)


def test_an_empty_library(tmp_path: Path, cache: Path) -> None:
    engine = Engine(Settings(library=tmp_path / "nowhere", cache=cache))
    assert engine.ask("Who said what about the march?").reason is Reason.EMPTY_LIBRARY


def by_speaker(speaker: str, topic: str, *texts: str) -> Answer | None:
    """Return the answer to "What did SPEAKER say about TOPIC?"."""
    found, articles = hits(*texts)
    return answer_by_speaker("?", quotations_by(speaker, topic, found, articles.__getitem__), found)


def test_a_quotation_over_two_paragraphs_is_whole() -> None:
    """The second paragraph opens the quotation again, and the citation includes it."""
    text = 'Bo Lind said: "The talks failed.\n\n"Nobody came to them." The crews left.'
    answer = by_speaker("Bo Lind", "the talks", text)
    assert answer is not None
    assert answer.text == 'The talks failed.\n\n"Nobody came to them.'
    assert answer.citations[0].quote == 'Bo Lind said: "The talks failed.\n\n"Nobody came to them."'


def test_a_speakers_statement_in_a_passage_about_the_topic_counts_if_there_is_no_other() -> None:
    """The statement says "she", and only the passage tells who she is."""
    text = (
        "The schoolteacher of Corr was ill.\n\nShe lives alone.\n\n“She is getting better,” said Mara Holt."
    )
    answer = by_speaker("Mara Holt", "the schoolteacher", text)
    assert answer is not None
    assert (answer.text, answer.confidence) == ("She is getting better", SURE[Nearness.PASSAGE])
    named = f"{text} Mara Holt said the schoolteacher ate well."
    nearer = by_speaker("Mara Holt", "the schoolteacher", named)
    assert nearer is not None
    assert nearer.text == "the schoolteacher ate well"


def test_a_headline_is_no_statement() -> None:
    """Headlines shorten what was said, and often put it in the writer's words."""
    headline = "Bo Lind says the ferry strike is folly"
    passage = Passage("a", 0, Span(0, len(headline)), headline)
    article = Article("a", headline, headline)
    found = quotations_by("Bo Lind", "the ferry strike", [Hit(passage, 1.0, 1, Scores())], lambda _: article)
    assert found.speakers == ()


@pytest.mark.parametrize(
    ("text", "span", "wanted"),
    [
        pytest.param("Bo Lind called the strike folly.", "folly", True, id="names the speaker"),
        pytest.param("Bo Lind came late. He thinks it is folly.", "folly", True, id="he"),
        pytest.param("Bo Lind came late. The strike was folly.", "folly", False, id="nobody said it"),
        pytest.param("Ada Holm said that Bo Lind was a fool.", "a fool", False, id="said about the speaker"),
        pytest.param("A letter accused Bo Lind of folly.", "A letter", False, id="accused"),
        pytest.param("The strike was folly.", "folly", False, id="far from the speaker"),
    ],
)
def test_what_a_speaker_can_have_said(text: str, span: str, wanted: bool) -> None:
    """What the reader finds must be near the speaker's name and in nobody else's statement."""
    found, articles = hits(text)
    start = text.index(span)
    reading = Reading((AnswerSpan(found[0], Span(start, start + len(span)), 0.0),), 0.0)
    assert bool(said_by("Bo Lind", reading, articles.__getitem__).spans) is wanted
