"""Train the reader.

    python -m training.train DATA_FOLDER RUN_FOLDER [--base minilm|mpnet] [--start WEIGHTS] [--examples N]
                             [--teacher GRAPH.onnx [--spans-only]] [--hard FILE …] [--finish-by HH:MM]
    python -m training.train DATA_FOLDER RUN_FOLDER --finish

DATA_FOLDER contains the question files that training/recipe.py names. RUN_FOLDER receives checkpoints; the same
command again resumes from the last one. `--start` begins with the weights of an earlier reader, otherwise training
begins with the base. `--teacher` also teaches the probabilities of another reader on `mpnet`; with `--spans-only`,
only where answers are, not whether there is one. A GPU is used if there is one. `--hard` shows passages that a reader
takes for an answer although they contain none; the files are those of training.hard_negatives. The result is
RUN_FOLDER/reader.safetensors.

`--finish-by` makes the learning rate decay early enough for the run to end by that time. `--finish` tells a running
training to begin the decay now. Interrupting it (Ctrl+C or SIGTERM) saves a checkpoint.
"""

import argparse
import signal
from pathlib import Path

import torch

from training.bases import NAMES, find_base
from training.clock import time_today
from training.examples import all_examples
from training.features import batches_of, features_of
from training.hard_negatives import read_hard_negatives
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
    parser.add_argument("--spans-only", action="store_true", help="learn only the teacher's spans")
    parser.add_argument("--hard", type=Path, nargs="+", default=[], help="hard negatives")
    parser.add_argument("--examples", type=int, help="train on the first N examples only")
    parser.add_argument("--finish-by", type=time_today, metavar="HH:MM")
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
    hard = read_hard_negatives(arguments.hard)
    examples = all_examples(arguments.data, tokenizer, recipe, hard)[: arguments.examples]
    batches = batches_of(features_of(examples, tokenizer, base.marks(), recipe), recipe)
    print(f"{len(examples)} examples in {len(batches)} batches", flush=True)
    model = prepared(base.new_model(arguments.start), recipe)
    objective = None
    if arguments.teacher:
        teacher = graph_teacher(arguments.teacher, base)
        objective = TeachersProbabilities(teacher, spans_only=arguments.spans_only)
    trainer = Trainer(model, base, recipe, arguments.run, arguments.finish_by, objective)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: trainer.stop())
    finished = trainer.run(batches)
    print(f"{arguments.run / READER} written" if finished else "stopped; run again to resume", flush=True)


if __name__ == "__main__":
    main()
