"""The learning curve of a run: F1 after so many examples.

    python -m training.curve RUN_FOLDER FILE.json [--base mpnet] [--start WEIGHTS] [--limit 150]

RUN_FOLDER contains the weights that `training.train` kept on the way. FILE is in SQuAD's format; the reader must not
be trained on it. Each passage of a question's article is read once, and the span with the best margin over no-answer
is the answer. `--start` adds the weights that the run began with.
"""

import argparse
from pathlib import Path

from benchmarks.squad import read_squad
from training.bases import NAMES
from training.quantisation import read, sample, scores
from training.recipe import RECIPES
from training.scoring import scorer
from training.trainer import READER


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("run", type=Path)
    parser.add_argument("file", type=Path)
    parser.add_argument("--base", choices=NAMES, default="mpnet")
    parser.add_argument("--start", type=Path)
    parser.add_argument("--limit", type=int, default=150)
    arguments = parser.parse_args()
    questions = sample(list(read_squad(arguments.file)), arguments.limit)
    print(f"| weights | EM | F1 on {len(questions)} questions |\n|---|---|---|")
    for name, path in kept_weights(arguments.run, RECIPES[arguments.base].batch_size, arguments.start):
        exact, overlap = scores(read(questions, scorer(path, arguments.base)))
        print(f"| {name} | {100 * exact:.1f} | {100 * overlap:.1f} |", flush=True)


def kept_weights(run: Path, batch_size: int, start: Path | None = None) -> list[tuple[str, Path]]:
    """Return the weights of a run with what they are, in the order in which they were written."""
    steps = [(path, int(path.stem.removeprefix("step-"))) for path in sorted(run.glob("step-*.safetensors"))]
    kept = [(f"after {step * batch_size:,} examples", path) for path, step in steps]
    if start is not None:
        kept.insert(0, ("at the start", start))
    if (run / READER).exists():
        kept.append(("at the end", run / READER))
    return kept


if __name__ == "__main__":
    main()
