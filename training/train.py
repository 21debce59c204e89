"""Train the reader.

    python -m training.train DATA_FOLDER RUN_FOLDER [--base minilm|mpnet] [--start WEIGHTS] [--examples N]
                             [--teacher GRAPH.onnx] [--finish-by HH:MM]
    python -m training.train DATA_FOLDER RUN_FOLDER --finish

DATA_FOLDER contains the question files that training/recipe.py names. RUN_FOLDER receives checkpoints; the same
command again resumes from the last one. `--start` begins with the weights of an earlier reader, otherwise training
begins with the base. `--teacher` also teaches the probabilities of a larger reader on `mpnet`. A GPU is used if there
is one. The result is RUN_FOLDER/reader.safetensors.

`--finish-by` makes the learning rate decay early enough for the run to end by that time. `--finish` tells a running
training to begin the decay now. Interrupting it (Ctrl+C or SIGTERM) saves a checkpoint.
"""

import argparse
import signal
from datetime import datetime, timedelta
from pathlib import Path

import torch

from training.bases import NAMES, find_base
from training.examples import all_examples
from training.features import batches_of, features_of
from training.objectives import TeachersProbabilities
from training.recipe import RECIPES
from training.teacher import graph_teacher
from training.trainer import FINISH, READER, Trainer, prepared


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--base", choices=NAMES, default="mpnet")
    parser.add_argument("--start", type=Path, help="weights to begin with")
    parser.add_argument("--teacher", type=Path, help="a graph whose probabilities are learned, too")
    parser.add_argument("--examples", type=int, help="train on the first N examples only")
    parser.add_argument("--finish-by", type=_time_today, metavar="HH:MM")
    parser.add_argument("--finish", action="store_true", help="tell the running training to finish")
    arguments = parser.parse_args()
    arguments.run.mkdir(parents=True, exist_ok=True)
    if arguments.finish:
        (arguments.run / FINISH).touch()
        return
    recipe = RECIPES[arguments.base]
    torch.manual_seed(recipe.seed)
    base = find_base(arguments.base)
    tokenizer = base.tokenizer()
    examples = all_examples(arguments.data, tokenizer, recipe)[: arguments.examples]
    batches = batches_of(features_of(examples, tokenizer, base.marks(), recipe), recipe)
    print(f"{len(examples)} examples in {len(batches)} batches", flush=True)
    model = prepared(base.new_model(arguments.start), recipe)
    objective = TeachersProbabilities(graph_teacher(arguments.teacher, base)) if arguments.teacher else None
    trainer = Trainer(model, base, recipe, arguments.run, arguments.finish_by, objective)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: trainer.stop())
    finished = trainer.run(batches)
    print(f"{arguments.run / READER} written" if finished else "stopped; run again to resume", flush=True)


def _time_today(text: str) -> float:
    """Return the next time of this form as seconds since the epoch."""
    now = datetime.now().astimezone()
    clock = datetime.strptime(text, "%H:%M")  # noqa: DTZ007 - only its hour and minute are used
    chosen = now.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    return (chosen if chosen > now else chosen + timedelta(days=1)).timestamp()


if __name__ == "__main__":
    main()
