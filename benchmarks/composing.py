"""Answers composed by a language model: how many of its sentences the quotes support, and how long it takes.

    python -m benchmarks.composing LIBRARY QUESTIONS.txt ENDPOINT MODEL [--limit 50] [--show]

QUESTIONS.txt has one question per line; questions without an answer are skipped. `--show` prints every sentence with
the reason why it was dropped, which is how false approvals are found by reading.
"""

import argparse
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np

from qa import Engine, load_settings


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("library", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("endpoint")
    parser.add_argument("model")
    parser.add_argument("--limit", type=int, default=50)
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    settings = replace(
        load_settings(library=arguments.library), llm_endpoint=arguments.endpoint, llm_model=arguments.model
    )
    engine = Engine(settings)
    lines = [line.strip() for line in arguments.questions.read_text(encoding="utf-8").splitlines()]
    reasons: Counter[str] = Counter()
    n_answers = n_sentences = n_supported = n_with_some = 0
    seconds = []
    for question in [line for line in lines if line][: arguments.limit]:
        answer = engine.ask(question)
        began = time.perf_counter()
        composition = engine.compose(answer)
        if composition is None:
            continue
        seconds.append(time.perf_counter() - began)
        n_answers += 1
        n_sentences += len(composition.sentences)
        n_supported += len(composition.supported)
        n_with_some += bool(composition.supported)
        reasons.update(
            each.problem.split("“")[0].split("(")[0] for each in composition.sentences if each.problem
        )
        if arguments.show:
            print(f"\n{question}")
            for each in composition.sentences:
                print(f"  {each.problem or 'SHOWN'}: {each.text}")
    print(f"{n_answers} answers: {n_sentences} sentences, {n_supported} supported by the quotes")
    print(f"{n_with_some} answers have at least one sentence that is shown")
    if seconds:
        print(f"{np.median(seconds):.1f} s per composition (median)")
    for reason, n in reasons.most_common(8):
        print(f"  {n} {reason}")
    engine.close()


if __name__ == "__main__":
    main()
