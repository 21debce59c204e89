"""Weights of several runs → their mean.

    python -m training.average ONE.safetensors OTHER.safetensors … OUT.safetensors [--share 0.5]

Runs that continue from one another lie close together, and the mean of their weights often does better than either
(Wortsman et al., "Model soups", 2022). With `--share`, the first file counts for that share and the others for the
rest.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("weights", type=Path, nargs="+")
    parser.add_argument("out", type=Path)
    parser.add_argument("--share", type=float, help="of the first file, 0 to 1")
    arguments = parser.parse_args()
    average(arguments.weights, arguments.out, arguments.share)


def average(paths: Sequence[Path], out: Path, share: float | None = None) -> None:
    """Write the mean of weights of one architecture, in half precision."""
    parts = [load_file(path) for path in paths]
    first = 1 / len(parts) if share is None else share
    shares = [first, *[(1 - first) / max(1, len(parts) - 1)] * (len(parts) - 1)]
    mean = {
        name: torch.stack([s * part[name].float() for s, part in zip(shares, parts, strict=True)]).sum(0)
        for name in parts[0]
    }
    save_file({name: tensor.half() for name, tensor in mean.items()}, out)


if __name__ == "__main__":
    main()
