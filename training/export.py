"""Weights → the files that ship.

    python -m training.export READER.safetensors OUT.onnx [--base minilm|mpnet] [--fp32]

`mpnet`: int8 with one scale for each channel of the weights and one for each word piece of the activations, see
training.quantised_graph. Next to OUT.onnx come OUT.embeddings.bin and OUT.tokenizer.json (with
`.onnx` replaced).
`minilm`: int8 with one scale for each channel, as ONNX Runtime quantises. `--fp32` writes full precision instead, to
compare with.
"""

import argparse
import tempfile
from pathlib import Path
from typing import Any

import torch

from training.bases import NAMES, Base, find_base
from training.quantised_graph import write_graph

_OPSET = 17


class _Logits(torch.nn.Module):
    """The model as a function of tensors to two, each of shape (n, pieces)."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        token_type_ids: torch.Tensor | None = None,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        segments = {} if token_type_ids is None else {"token_type_ids": token_type_ids}
        said = self.model(input_ids=input_ids, attention_mask=attention_mask, **segments)
        return said.start_logits, said.end_logits


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--base", choices=NAMES, default="mpnet")
    parser.add_argument("--fp32", action="store_true")
    arguments = parser.parse_args()
    base, out = find_base(arguments.base), arguments.out
    out.parent.mkdir(parents=True, exist_ok=True)
    if arguments.fp32:
        export(base, arguments.weights, out)
    elif base.name == "mpnet":
        state = base.new_model(arguments.weights).state_dict()
        write_graph({name: tensor.numpy() for name, tensor in state.items()}, out)
        base.tokenizer().save(str(out.with_suffix(".tokenizer.json")))
    else:
        from onnxruntime.quantization import QuantType, quantize_dynamic

        with tempfile.TemporaryDirectory() as work:
            full = Path(work, "full.onnx")
            export(base, arguments.weights, full)
            quantize_dynamic(full, out, per_channel=True, weight_type=QuantType.QInt8)
    for path in sorted(out.parent.glob(f"{out.stem}.*")):
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


def export(base: Base, weights: Path, out: Path) -> None:
    """Write a model at full precision."""
    names = ["input_ids", "attention_mask", *(["token_type_ids"] if base.has_segments else [])]
    example = torch.ones((2, 16), dtype=torch.long)
    torch.onnx.export(
        _Logits(base.new_model(weights)).eval(),
        (example, example, torch.zeros_like(example))[: len(names)],
        str(out),
        input_names=names,
        output_names=["start", "end"],
        dynamic_axes={name: {0: "texts", 1: "pieces"} for name in [*names, "start", "end"]},
        opset_version=_OPSET,
        dynamo=False,
    )


if __name__ == "__main__":
    main()
