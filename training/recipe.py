"""What the reader is trained on, and the numbers of a run."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """One file of questions, in SQuAD's JSON format.

    `share` of its answerable questions are used; 1.6 asks all of them once and some twice. `null_share` is the same
    for its unanswerable ones. `licence` is what its influence on shipped weights rests on. The passages of `mined`
    files seldom answer questions about each other, so training.hard_negatives can search them for wrong answers.
    """

    file: str
    share: float
    licence: str
    null_share: float = 1.0
    mined: bool = False


SOURCES = (
    Source("squad_train_part.json", 1.0, "CC BY-SA 4.0", mined=True),
    Source("qed_nq.json", 1.0, "CC BY-SA 3.0", mined=True),
    Source("afriqa_en.json", 1.0, "CC BY 4.0", mined=True),
    Source(
        "squad2_half.json", 0.5, "CC BY-SA 4.0", null_share=2.0, mined=True
    ),  # near misses that people wrote
    Source("squadshifts_new_wiki.json", 0.4, "CC BY 4.0", mined=True),
    Source("timeqa_human.json", 0.3, "BSD-3, text CC BY-SA", null_share=0.3),
    Source("qadiscourse.json", 0.25, "CC BY 4.0"),
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """The numbers of a run. The same recipe, data and kind of machine give the same run."""

    passage_pieces: int = 128  # as the library cuts them
    question_pieces: int = 40
    # Shares of the answered questions that are asked once more so that the passage doesn't answer:
    near_miss_share: float = 0.3  # a near miss, if one can be made
    same_article_share: float = 0.15  # with another passage of the same article
    retrieved_share: float = 0.2  # with a passage that a word search of the file finds
    least_hard_margin: float = -2.0  # in logits, of hard negatives, which replace those passages
    batch_size: int = 24
    peak_rate: float = 3.0e-5
    dropout: float = 0.0  # of hidden values; attention itself drops nothing
    weight_decay: float = 0.01
    warm_up_steps: int = 40
    decay_share: float = 0.25  # of all steps, at the end; the rate falls linearly
    early_decay_steps: int = 150  # at most, when the run has to finish early
    least_rate: float = 0.03  # of the peak, at the last step
    n_frozen_layers: int = 0  # the lowest ones keep their weights; freezing 4 of 12 saves a fifth of a step
    steps_between_kept: int = 150  # weights are kept every so many steps, for the learning curve
    seed: int = 1


RECIPES = {
    "minilm": Recipe(peak_rate=1.0e-4, dropout=0.1, warm_up_steps=60),
    "mpnet": Recipe(n_frozen_layers=4),
}
