"""One pass over the batches, with checkpoints, snapshots and an early finish."""

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from training.bases import Base, write_weights
from training.features import Feature
from training.objectives import Batches, GoldAnswers, Objective
from training.recipe import Recipe

CHECKPOINT = "checkpoint.pt"
READER = "reader.safetensors"
FINISH = "finish"  # a file of this name in the run's folder starts the decay
_CHECKPOINT_SECONDS = 300
_STEPS_BETWEEN_REPORTS = 10
_STEPS_TIMED = 20  # the last steps, which tell how fast the run is at present
_MARGIN = 1.2  # how much longer the decay may take than the steps before it suggest
_MASK_POOL = 1 << 24


@dataclass(frozen=True, slots=True)
class Schedule:
    """The learning rate: warm-up, constant, and a linear decay over the steps from `decay_from` to `end`."""

    warm_up: int
    decay_from: int
    end: int
    least: float

    def factor(self, step: int) -> float:
        """Return the share (0–1) of the peak rate at a step."""
        if step < self.warm_up:
            return (step + 1) / self.warm_up
        if step < self.decay_from:
            return 1.0
        done = (step - self.decay_from + 1) / max(1, self.end - self.decay_from)
        return self.least + (1 - self.least) * max(0.0, 1 - done)


class PooledDropout(torch.nn.Module):
    """Dropout with masks cut from one long random mask: drawing new ones is a quarter of a CPU's step."""

    def __init__(self, share: float) -> None:
        super().__init__()
        kept = torch.rand(_MASK_POOL) >= share
        self.register_buffer("_pool", kept.to(torch.bfloat16) / (1 - share), persistent=False)
        self._pool: torch.Tensor

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """Return values with some of them zeroed and the others raised; unchanged when not training."""
        if not self.training:
            return values
        place = int(torch.randint(0, _MASK_POOL - values.numel(), (1,)))
        return values * self._pool[place : place + values.numel()].view(values.shape)


def prepared(model: Any, recipe: Recipe) -> Any:
    """Set the dropout, freeze the word embeddings (they stay as the encoder learned them) and the lowest layers."""
    model.get_input_embeddings().weight.requires_grad = False
    if recipe.n_frozen_layers:
        # Anything that learns below the frozen layers would make gradients flow through them.
        model.base_model.embeddings.requires_grad_(requires_grad=False)
        encoder = model.base_model.encoder
        for part in (
            *encoder.layer[: recipe.n_frozen_layers],
            getattr(encoder, "relative_attention_bias", None),
        ):
            if part is not None:
                part.requires_grad_(requires_grad=False)
    dropout = PooledDropout(recipe.dropout) if recipe.dropout else torch.nn.Identity()
    for module in model.modules():
        if isinstance(getattr(module, "dropout", None), torch.nn.Dropout):
            attends = type(module).__name__.endswith("SelfAttention")
            module.dropout = torch.nn.Dropout(0.0) if attends else dropout
    return model


class Trainer:
    """Trains a prepared model; `finish_by` is the time (seconds since the epoch) by which the run has to end.

    `objective` is what it learns, the gold answers if not given.
    """

    def __init__(
        self,
        model: Any,
        base: Base,
        recipe: Recipe,
        folder: Path,
        finish_by: float | None = None,
        objective: Objective | None = None,
    ) -> None:
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        self._model = model.to(self._device).train()
        self._has_segments, self._padding = base.has_segments, base.marks().padding
        self._recipe = recipe
        self._folder = folder
        self._finish_by = finish_by
        self._objective = objective or GoldAnswers()
        self._stopping = False
        learning = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
        plain = [p for name, p in learning if name.endswith("bias") or "LayerNorm" in name]
        decayed = [p for name, p in learning if not (name.endswith("bias") or "LayerNorm" in name)]
        self._learning = [p for _, p in learning]
        groups = [
            {"params": decayed, "weight_decay": recipe.weight_decay},
            {"params": plain, "weight_decay": 0.0},
        ]
        self._optimiser = torch.optim.AdamW(groups, lr=recipe.peak_rate, fused=True)

    def stop(self) -> None:
        """Stop after the current step with a checkpoint, from which the next run resumes."""
        self._stopping = True

    def run(self, batches: Batches, until: int | None = None) -> bool:
        """Train from the last checkpoint, if any; return whether the run is finished.

        `until` stops at that step as `stop` does.
        """
        self._schedule = self._planned(len(batches))
        step, losses = self._resumed(), []
        saved = time.monotonic()
        times = deque([saved], maxlen=_STEPS_TIMED + 1)
        while step < self._schedule.end:
            if self._stopping or step == until:
                self._save(step)
                return False
            seconds_a_step = (times[-1] - times[0]) / max(1, len(times) - 1)
            self._plan_the_end(step, seconds_a_step, len(batches))
            losses.append(self._step(batches, step))
            step += 1
            times.append(time.monotonic())
            if step % _STEPS_BETWEEN_REPORTS == 0:
                n_timed = len(times) - 1
                self._report(step, losses, n_timed * self._recipe.batch_size / (times[-1] - times[0]))
                losses = []
            if step % self._recipe.steps_between_kept == 0:
                write_weights(self._folder / f"step-{step:06}.safetensors", self._model.state_dict())
            if time.monotonic() - saved > _CHECKPOINT_SECONDS:
                self._save(step)
                saved = time.monotonic()
        self._save(step)
        write_weights(self._folder / READER, self._model.state_dict())
        return True

    def _planned(self, n_steps: int) -> Schedule:
        recipe = self._recipe
        decay_from = n_steps - int(recipe.decay_share * n_steps)
        return Schedule(recipe.warm_up_steps, decay_from, n_steps, recipe.least_rate)

    def _plan_the_end(self, step: int, seconds_a_step: float, n_batches: int) -> None:
        """Start the decay early if the run was asked to finish, or else couldn't finish in time."""
        if step >= self._schedule.decay_from:
            return
        n_decay = min(self._recipe.early_decay_steps, n_batches - step)
        late = self._finish_by is not None and (
            time.time() + _MARGIN * n_decay * seconds_a_step >= self._finish_by
        )
        if late or (self._folder / FINISH).exists():
            self._schedule = Schedule(self._schedule.warm_up, step, step + n_decay, self._recipe.least_rate)
            print(f"step {step}: the rate decays until step {self._schedule.end}, the last", flush=True)

    def _step(self, batches: Batches, step: int) -> float:
        for group in self._optimiser.param_groups:
            group["lr"] = self._recipe.peak_rate * self._schedule.factor(step)
        tensors = padded(batches[step], self._padding, has_segments=self._has_segments)
        inputs = {name: tensor.to(self._device) for name, tensor in tensors.items()}
        with torch.autocast(self._device, dtype=torch.bfloat16):
            loss = self._objective.loss(self._model, inputs, batches, step)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._learning, 1.0)
        self._optimiser.step()
        self._optimiser.zero_grad(set_to_none=True)
        return float(loss.detach())

    def _report(self, step: int, losses: Sequence[float], speed: float) -> None:
        loss, rate = sum(losses) / len(losses), self._optimiser.param_groups[0]["lr"]
        clock = time.strftime("%H:%M:%S")
        print(
            f"{clock} step {step}/{self._schedule.end} loss {loss:.3f} rate {rate:.1e} {speed:.2f}/s",
            flush=True,
        )

    def _resumed(self) -> int:
        path = self._folder / CHECKPOINT
        if not path.exists():
            return 0
        state = torch.load(path, map_location=self._device, weights_only=True)
        self._model.load_state_dict(state["model"])
        self._optimiser.load_state_dict(state["optimiser"])
        torch.set_rng_state(state["chance"].cpu())
        self._schedule = Schedule(**state["schedule"])
        print(f"going on from step {state['step']}", flush=True)
        return int(state["step"])

    def _save(self, step: int) -> None:
        schedule = self._schedule
        state = {
            "step": step,
            "model": self._model.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "chance": torch.get_rng_state(),
            "schedule": {
                "warm_up": schedule.warm_up,
                "decay_from": schedule.decay_from,
                "end": schedule.end,
                "least": schedule.least,
            },
        }
        partial = self._folder / "checkpoint.partial"
        torch.save(state, partial)
        partial.replace(self._folder / CHECKPOINT)


def padded(batch: Sequence[Feature], padding: int, *, has_segments: bool) -> dict[str, torch.Tensor]:
    """Return a batch's tensors: pieces, mask and segments, shape (n, longest), and targets, shape (n,)."""
    longest = max(len(feature.ids) for feature in batch)
    ids = torch.full((len(batch), longest), padding, dtype=torch.long)
    mask, segments = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, feature in enumerate(batch):
        ids[row, : len(feature.ids)] = torch.from_numpy(feature.ids).long()
        mask[row, : len(feature.ids)] = 1
        segments[row, feature.n_first : len(feature.ids)] = 1
    tensors = {
        "input_ids": ids,
        "attention_mask": mask,
        "token_type_ids": segments,
        "start_positions": torch.tensor([feature.start for feature in batch]),
        "end_positions": torch.tensor([feature.end for feature in batch]),
    }
    if not has_segments:
        del tensors["token_type_ids"]
    return tensors
