"""How right an answer is: exact match and F1, as SQuAD defines them (Rajpurkar et al., EMNLP 2016)."""

import re
import string
from collections import Counter
from collections.abc import Sequence

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalised(answer: str) -> str:
    """Return an answer in lower case, without ASCII punctuation, articles and doubled blanks."""
    return " ".join(_ARTICLES.sub(" ", answer.lower().translate(_PUNCTUATION)).split())


def exact_match(answer: str, golds: Sequence[str]) -> float:
    """Return 1 when the answer is one of the gold answers, else 0; no gold answer means silence is right."""
    return float(any(normalised(answer) == normalised(gold) for gold in golds or ("",)))


def f1(answer: str, golds: Sequence[str]) -> float:
    """Return the best overlap (0–1) in words with a gold answer; no gold answer means silence is right."""
    return max(_f1_of(normalised(answer).split(), normalised(gold).split()) for gold in golds or ("",))


def _f1_of(answer: list[str], gold: list[str]) -> float:
    if not answer or not gold:
        return float(answer == gold)
    n_common = sum((Counter(answer) & Counter(gold)).values())
    return 2 * n_common / (len(answer) + len(gold))
