"""Names for completion."""

from qa.library.name_suggestions import names_in


def test_names_are_runs_of_capitals_within_a_sentence() -> None:
    texts = [
        "Yesterday the ferry left Port Ember with Orla Finch's dog. Nobody saw Orla Finch on Monday.",
        "The mayor of Santa Maria de Lune, Ana-Maria O’Dell, met Orla Finch.",
    ]
    assert names_in(texts, 10) == ["Orla Finch", "Port Ember", "Santa Maria de Lune", "Ana-Maria O’Dell"]
    assert names_in(texts, 1) == ["Orla Finch"]
