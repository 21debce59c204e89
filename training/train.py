"""Train the reader.

    python -m training.train DATA_FOLDER RUN_FOLDER [--start WEIGHTS.safetensors] [--examples N]

DATA_FOLDER holds the question files that training/recipe.py names. RUN_FOLDER receives checkpoints; the
same command again goes on from the last one. `--start` begins with weights of an earlier reader, otherwise
with the packaged all-MiniLM-L6-v2. A GPU is used when there is one. RUN_FOLDER/reader.safetensors results.
"""

import argparse
import math
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from transformers import BertConfig, BertForQuestionAnswering

from qa.embedding import find_model
from training.average import average
from training.examples import all_examples
from training.features import Feature, batches_of, features_of
from training.recipe import Recipe

_CHECKPOINT_SECONDS = 300
_MIN_RATE = 0.05
_MASK_POOL = 1 << 24


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--start", type=Path, help="weights to begin with")
    parser.add_argument("--examples", type=int, help="train on the first N examples only")
    arguments = parser.parse_args()
    recipe = Recipe()
    torch.manual_seed(recipe.seed)
    arguments.run.mkdir(parents=True, exist_ok=True)
    tokenizer = find_model("all-MiniLM-L6-v2").tokenizer()
    examples = all_examples(arguments.data, tokenizer, recipe)[: arguments.examples]
    batches = batches_of(features_of(examples, tokenizer, recipe), recipe)
    print(f"{len(examples)} examples in {len(batches)} batches", flush=True)
    Trainer(prepared(new_model(arguments.start), recipe), recipe, arguments.run, len(batches)).run(batches)


def new_model(start: Path | None) -> BertForQuestionAnswering:
    """Return a model with the encoder's weights, or with those of an earlier reader."""
    folder = find_model("all-MiniLM-L6-v2").path
    # On a CPU the plain form of attention trains a third faster than the fused one.
    config = BertConfig.from_pretrained(folder, attn_implementation="eager")
    if start is None:
        return BertForQuestionAnswering.from_pretrained(folder, config=config)
    model = BertForQuestionAnswering(config)
    weights = {name: tensor.float() for name, tensor in load_file(start).items()}
    missing, unexpected = model.load_state_dict(weights, strict=False)
    if unexpected or [name for name in missing if not name.endswith("position_ids")]:
        raise SystemExit(f"{start} is not a reader: missing {missing}, unexpected {unexpected}")
    return model


class PooledDropout(torch.nn.Module):
    """Dropout whose masks are stretches of one long random mask: drawing them anew is a quarter of a CPU's step."""

    def __init__(self, share: float) -> None:
        super().__init__()
        kept = torch.rand(_MASK_POOL) >= share
        self.register_buffer("_pool", kept.to(torch.bfloat16) / (1 - share), persistent=False)
        self._pool: torch.Tensor

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """Return values with some of them zeroed and the others raised; all as they are when not training."""
        if not self.training:
            return values
        place = int(torch.randint(0, _MASK_POOL - values.numel(), (1,)))
        return values * self._pool[place : place + values.numel()].view(values.shape)


def prepared(model: BertForQuestionAnswering, recipe: Recipe) -> BertForQuestionAnswering:
    """Set what is dropped and what stays: word embeddings are kept as the encoder learned them."""
    whole: Any = model
    whole.bert.embeddings.word_embeddings.weight.requires_grad = False
    dropout = PooledDropout(recipe.dropout)
    for module in whole.modules():
        if isinstance(getattr(module, "dropout", None), torch.nn.Dropout):
            attends = type(module).__name__.endswith("SelfAttention")
            module.dropout = torch.nn.Dropout(0.0) if attends else dropout
    return model


class Trainer:
    """One pass over the batches, with checkpoints."""

    def __init__(self, model: BertForQuestionAnswering, recipe: Recipe, folder: Path, n_steps: int) -> None:
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        whole: Any = model
        self._model: Any = whole.to(self._device).train()
        self._recipe = recipe
        self._folder = folder
        self._n_steps = n_steps
        learning = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
        plain = [p for name, p in learning if name.endswith("bias") or "LayerNorm" in name]
        decayed = [p for name, p in learning if not (name.endswith("bias") or "LayerNorm" in name)]
        self._learning = [p for _, p in learning]
        groups = [
            {"params": decayed, "weight_decay": recipe.weight_decay},
            {"params": plain, "weight_decay": 0.0},
        ]
        self._optimiser = torch.optim.AdamW(groups, lr=recipe.peak_rate, fused=True)
        self._schedule = torch.optim.lr_scheduler.LambdaLR(self._optimiser, self._rate)

    def run(self, batches: Sequence[Sequence[Feature]]) -> None:
        """Train from the last checkpoint, if any, to the end."""
        step, losses, seen = self._resumed(), [], 0
        began = saved = time.monotonic()
        gap = max(1, self._n_steps // 4 // self._recipe.n_averaged)
        tail = range(self._n_steps, 0, -gap)[: self._recipe.n_averaged]
        while step < len(batches):
            losses.append(self._step(batches[step]))
            seen += len(batches[step])
            step += 1
            if step in tail:
                self._keep(step)
            if step % 50 == 0:
                speed = seen / (time.monotonic() - began)
                print(
                    f"step {step}/{self._n_steps} loss {sum(losses) / len(losses):.3f} {speed:.1f}/s",
                    flush=True,
                )
                losses.clear()
            if time.monotonic() - saved > _CHECKPOINT_SECONDS:
                self._save(step)
                saved = time.monotonic()
        self._average()

    def _rate(self, step: int) -> float:
        warm = max(1, int(self._recipe.warm_up * self._n_steps))
        if step < warm:
            return (step + 1) / warm
        done = (step - warm) / max(1, self._n_steps - warm)
        return _MIN_RATE + (1 - _MIN_RATE) * 0.5 * (1 + math.cos(math.pi * done))

    def _step(self, batch: Sequence[Feature]) -> float:
        inputs = {name: tensor.to(self._device) for name, tensor in padded(batch).items()}
        with torch.autocast(self._device, dtype=torch.bfloat16):
            loss = self._model(**inputs).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._learning, 1.0)
        self._optimiser.step()
        self._schedule.step()
        self._optimiser.zero_grad(set_to_none=True)
        return float(loss.detach())

    def _resumed(self) -> int:
        path = self._folder / "checkpoint.pt"
        if not path.exists():
            return 0
        state = torch.load(path, map_location=self._device, weights_only=True)
        self._model.load_state_dict(state["model"])
        self._optimiser.load_state_dict(state["optimiser"])
        self._schedule.load_state_dict(state["schedule"])
        torch.set_rng_state(state["chance"].cpu())
        print(f"going on from step {state['step']}", flush=True)
        return int(state["step"])

    def _save(self, step: int) -> None:
        state = {
            "step": step,
            "model": self._model.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "schedule": self._schedule.state_dict(),
            "chance": torch.get_rng_state(),
        }
        partial = self._folder / "checkpoint.partial"
        torch.save(state, partial)
        partial.replace(self._folder / "checkpoint.pt")

    def _keep(self, step: int) -> None:
        weights = {
            name: tensor.detach().cpu().contiguous() for name, tensor in self._model.state_dict().items()
        }
        save_file(weights, self._folder / f"step-{step:06}.safetensors")

    def _average(self) -> None:
        kept = sorted(self._folder.glob("step-*.safetensors"))[-self._recipe.n_averaged :]
        average(kept, self._folder / "reader.safetensors")
        print(f"averaged {len(kept)} checkpoints", flush=True)


def padded(batch: Sequence[Feature]) -> dict[str, torch.Tensor]:
    """Return a batch's tensors: pieces, mask and segments, shape (n, longest), and targets, shape (n,)."""
    longest = max(len(feature.ids) for feature in batch)
    ids = torch.zeros((len(batch), longest), dtype=torch.long)
    mask, segments = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, feature in enumerate(batch):
        ids[row, : len(feature.ids)] = torch.from_numpy(feature.ids).long()
        mask[row, : len(feature.ids)] = 1
        segments[row, feature.n_first : len(feature.ids)] = 1
    return {
        "input_ids": ids,
        "attention_mask": mask,
        "token_type_ids": segments,
        "start_positions": torch.tensor([feature.start for feature in batch]),
        "end_positions": torch.tensor([feature.end for feature in batch]),
    }


if __name__ == "__main__":
    main()
