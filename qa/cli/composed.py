"""The answer that a language model words from the quotes, printed below them."""

from rich.text import Text

from qa.cli.output import err, out
from qa.composing.composer import Composition
from qa.engine import Engine
from qa.records import Answer
from qa.utils.text import printable

_DROPPED = {1: "1 sentence was dropped, because the quotes don't support it"}


def composition_of(engine: Engine, answer: Answer) -> Composition | None:
    """Ask the configured model, and say where the quotes go; SettingsError if none is configured."""
    if engine.language_model is not None:
        err().print(
            Text(f"Sending the question and the quotes to {printable(engine.language_model)} …", style="dim")
        )
    return engine.compose(answer)


def print_composition(composition: Composition | None) -> None:
    """Print the sentences that the quotes support, each with its sources, and how many were dropped."""
    if composition is None:
        err().print("There are no quotes to compose an answer from.")
        return
    console = out()
    if composition.supported:
        name = printable(composition.model)
        console.print(Text(f"\nComposed by {name} from the quotes above:", style="dim"))
    for sentence in composition.supported:
        marks = "".join(f"[{number}]" for number in sentence.cited)
        console.print(Text(f"  {printable(sentence.text)} {marks}"))
    if n := composition.n_dropped:
        dropped = f"{n} sentences were dropped, because the quotes don't support them"
        err().print(Text(f"{_DROPPED.get(n, dropped)}.", style="dim"))
    elif not composition.supported:
        err().print("The language model composed nothing.")
