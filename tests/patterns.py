"""Finds every regular expression in the packages, and makes hostile texts for each."""

import ast
import importlib
import inspect
import pkgutil
import random
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from re import _constants as kinds  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

import qa
import tui

_FUNCTIONS = {
    "compile": 1,
    "search": 2,
    "match": 2,
    "fullmatch": 2,
    "finditer": 2,
    "findall": 2,
    "split": 3,
    "sub": 4,
}
_SPELLED = {
    kinds.CATEGORY_SPACE: " ",
    kinds.CATEGORY_NOT_SPACE: "a",
    kinds.CATEGORY_WORD: "a",
    kinds.CATEGORY_NOT_WORD: ",",
    kinds.CATEGORY_DIGIT: "1",
    kinds.CATEGORY_NOT_DIGIT: "a",
}
_LONG = 8  # repetitions from which a part can be repeated without end, for all that a text shows
_PLAIN = (
    *" \t\n'’\"“”,.-_:;*[(\\",
    *(
        "\n ",
        "\n\n",
        "“a ",
        "1",
        "1,",
        "1.",
        "1 ",
        "A",
        "Aa ",
        "Aa, ",
        "a",
        "a ",
        "a-",
        "a'",
        "A'",
        "()",
        ". ",
        "1/",
    ),
)

Attack = tuple[str, str, str]  # what a text begins with, what it repeats, and how it ends


@lru_cache(maxsize=1)
def patterns() -> dict[tuple[str, int], str]:
    """Return all regular expressions, compiled or inside functions, with their flags and the first place of each."""
    found: dict[tuple[str, int], str] = {}
    for module in _modules():
        for name, value in list(vars(module).items()):
            if not name.startswith("__"):
                for each in _compiled(value):
                    found.setdefault((each.pattern, each.flags), f"{module.__name__}.{name}")
        for line, each in _inline(module):
            found.setdefault((each.pattern, each.flags), f"{module.__name__}:{line}")
    return found


def _modules() -> Iterator[ModuleType]:
    for package in (qa, tui):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not info.name.endswith("__main__"):
                yield importlib.import_module(info.name)


def _compiled(value: Any, depth: int = 3) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif hasattr(value, "cache_info") and _makes_pattern(value):
        yield value()
    elif depth and isinstance(value, dict):
        yield from _compiled([*value.keys(), *value.values()], depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _compiled(each, depth - 1)


def _makes_pattern(function: Any) -> bool:
    """Return whether a cached function compiles a pattern when it is first called."""
    made = inspect.signature(function)
    return made.return_annotation == re.Pattern[str] and not made.parameters


def _inline(module: ModuleType) -> Iterator[tuple[int, re.Pattern[str]]]:
    """Yield the patterns passed to functions of `re`; a word replaces what is only known at run time."""
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.")):
            continue
        place = _FUNCTIONS.get(ast.unparse(node.func).removeprefix("re."))
        if place is None:
            continue
        given = [each.value for each in node.keywords if each.arg == "flags"] + node.args[place : place + 1]
        flags = sum(int(_evaluated(each, module) or 0) for each in given)
        written = _evaluated(node.args[0], module)
        if isinstance(written, str):
            yield node.lineno, re.compile(written, flags)


def _evaluated(node: ast.expr, module: ModuleType) -> Any:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(_evaluated(each, module)) for each in node.values)
    if isinstance(node, ast.FormattedValue):
        value = _evaluated(node.value, module)
        return "word" if value is None else value
    try:
        return eval(compile(ast.Expression(node), "", "eval"), vars(module))  # noqa: S307 - this project's own source
    except NameError:
        return None


def attacks(pattern: str, flags: int, n_samples: int) -> list[Attack]:
    """Return texts to be repeated: plain ones, and samples of the pattern and of each of its long repetitions."""
    chance = random.Random(pattern.encode(errors="replace"))  # noqa: S311 - a sample
    tree = parser.parse(pattern, flags)
    made: dict[Attack, None] = {}
    for unit in _PLAIN:
        made[("", unit, "\x00")] = None
    for _ in range(n_samples):
        repeated: list[tuple[str, str]] = []
        whole = _sampled(tree, chance, "", repeated)
        cut = whole[: chance.randint(1, len(whole))] if whole else ""
        for unit in (whole, f"{whole} ", whole[:-1], cut):
            made[("", unit, "\x00")] = None
        for before, body in chance.sample(repeated, min(len(repeated), 3)):
            other = chance.choice(_PLAIN)
            for unit in (body, f"{body} ", other, body + other):
                made[(before, unit, "\x00")] = None
            for unit in (before + body, before + body * _LONG, before + other * 20, body):
                made[("", unit, "\x00")] = None
    return [each for each in made if each[1]]


def text_of(attack: Attack, n_characters: int) -> str:
    """Return the text of an attack with about this many characters."""
    before, unit, end = attack
    return before + unit * (n_characters // len(unit) + 1) + end


def _sampled(  # noqa: C901 - one branch for each kind of part
    tree: Any, chance: random.Random, before: str, repeated: list[tuple[str, str]]
) -> str:
    """Return a text that a pattern might match; add its repetitions to `repeated`, with what comes before each."""
    made = ""
    for kind, argument in tree:
        if kind is kinds.LITERAL:
            made += chr(argument)
        elif kind in (kinds.ANY, kinds.NOT_LITERAL):
            made += "b" if argument == ord("a") else "a"
        elif kind is kinds.IN:
            made += chance.choice(_members(argument))
        elif kind is kinds.BRANCH:
            made += _sampled(chance.choice(argument[1]), chance, before + made, repeated)
        elif kind is kinds.SUBPATTERN:
            made += _sampled(argument[3], chance, before + made, repeated)
        elif kind is kinds.ATOMIC_GROUP:
            made += _sampled(argument, chance, before + made, repeated)
        elif kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT):
            least, most, inner = argument
            body = _sampled(inner, chance, before + made, repeated)
            if most > _LONG:
                repeated.append((before + made, body))
            made += body * chance.randint(least, max(least, min(most, 2)))
        elif kind is kinds.ASSERT and argument[0] < 0 and not made:
            made += _sampled(argument[1], chance, before, repeated)
    return made


def _members(members: Any) -> list[str]:
    """Return characters of a character class."""
    if members[0][0] is kinds.NEGATE:
        held = {char for kind, value in members[1:] for char in _spelled(kind, value)}
        return [char for char in "a 1,A-'" if char not in held] or ["\u4e00"]
    return [char for kind, value in members for char in _spelled(kind, value)]


def _spelled(kind: Any, value: Any) -> list[str]:
    if kind is kinds.LITERAL:
        return [chr(value)]
    if kind is kinds.RANGE:
        return [chr(value[0])]
    return [_SPELLED[value]]
