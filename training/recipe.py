"""What the reader is trained on, and how: the numbers that make a run."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """One file of questions, in SQuAD's JSON format.

    `share` of its questions are used; 1.6 asks all of them once and some twice. `n_joined` sentences that stand
    alone as contexts are hidden among others, up to that many. `licence` is what its influence
    on shipped weights rests on.
    """

    file: str
    share: float
    licence: str
    n_joined: int = 0


SOURCES = (
    Source("squadshifts_new_wiki.json", 2.0, "CC BY 4.0"),
    Source("squadshifts_amazon_reviews.json", 0.8, "CC BY 4.0"),
    Source("squadshifts_reddit.json", 1.0, "CC BY 4.0"),
    Source("squad2_half.json", 2.0, "CC BY-SA 4.0"),
    Source("qamr_wiki.json", 0.45, "MIT", n_joined=3),
    Source("tweetqa_extractive.json", 1.0, "CC BY-SA 4.0", n_joined=2),
    Source("fairytaleqa_explicit.json", 1.0, "Apache-2.0"),
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """The numbers of a run; a run is the same for the same recipe, data and kind of machine."""

    passage_pieces: int = 128  # as the library cuts them
    question_pieces: int = 40
    same_article_share: float = (
        0.35  # answered questions that come once more with a wrong passage of their article
    )
    retrieved_share: float = 0.25  # … and with a wrong passage that a word search of the file finds
    batch_size: int = 24
    peak_rate: float = 1.0e-4
    dropout: float = 0.1  # of hidden values; attention itself drops nothing
    weight_decay: float = 0.01
    warm_up: float = 0.06  # of all steps; then a cosine down to a twentieth
    n_averaged: int = 4  # checkpoints of the last quarter whose weights are averaged
    seed: int = 0
