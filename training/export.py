"""Weights → the file that ships.

    python -m training.export READER.safetensors OUT.onnx [--fp32]

int8, one scale for each channel; with `--fp32` full precision, to compare with.
"""

import argparse
import tempfile
from pathlib import Path
from typing import Any

import torch

from training.train import new_model

_OPSET = 17


class _Logits(torch.nn.Module):
    """The model as a function of three tensors to two, each of shape (n, pieces)."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        said = self.model(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids)
        return said.start_logits, said.end_logits


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--fp32", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        full = arguments.out if arguments.fp32 else Path(work, "full.onnx")
        export(arguments.weights, full)
        if not arguments.fp32:
            from onnxruntime.quantization import QuantType, quantize_dynamic

            quantize_dynamic(full, arguments.out, per_channel=True, weight_type=QuantType.QInt8)
    print(f"{arguments.out}: {arguments.out.stat().st_size / 1e6:.1f} MB")


def export(weights: Path, out: Path) -> None:
    """Write a model at full precision."""
    names = ["input_ids", "attention_mask", "token_type_ids"]
    example = torch.ones((2, 16), dtype=torch.long)
    torch.onnx.export(
        _Logits(new_model(weights)).eval(),
        (example, example, torch.zeros_like(example)),
        str(out),
        input_names=names,
        output_names=["start", "end"],
        dynamic_axes={name: {0: "texts", 1: "pieces"} for name in [*names, "start", "end"]},
        opset_version=_OPSET,
        dynamo=False,
    )


if __name__ == "__main__":
    main()
