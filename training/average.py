"""Weights of several runs → their mean.

    python -m training.average ONE.safetensors OTHER.safetensors … OUT.safetensors

Runs that went on from one another lie close together, and the mean of their weights does better than either
(Wortsman et al., "Model soups", 2022).
"""

import argparse
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("weights", type=Path, nargs="+")
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    average(arguments.weights, arguments.out)


def average(paths: list[Path], out: Path) -> None:
    """Write the mean of weights of one architecture, in half precision."""
    parts = [load_file(path) for path in paths]
    names = parts[0].keys()
    mean = {name: torch.stack([part[name].float() for part in parts]).mean(0) for name in names}
    save_file({name: tensor.half() for name, tensor in mean.items()}, out)


if __name__ == "__main__":
    main()
