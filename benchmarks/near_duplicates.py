"""Precision and recall of near-duplicates by kind of edit, and the groups found in a library itself.

    python -m benchmarks.near_duplicates LIBRARY [--limit N] [--seed N] [--groups] [--scores]

Edited versions of N articles of a library (300, or all with 0) are stored in a copy of it, one at a time. Precision
is the share of right ones among the articles that they are taken for versions of. Recall is the share of edited
versions for which their article is found. A digest of several articles is no version of them. With `--groups`, the
stories of the library that have several versions are listed, to be judged by hand. `--scores` prints how many pairs
of articles in the library reach each share of marks.
"""

import argparse
import random
import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np

from qa.articles.loading import article_id
from qa.indexing.passages import sentence_spans
from qa.library import EmbeddedLibrary
from qa.records import Article
from qa.utils.story_versions import Sketch, sketch_of

_SHARES = (0.9, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1)
_FEWEST_PARAGRAPHS = 4
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_WORD = re.compile(r"\b[a-z]{3,}\b")
_N_IN_DIGEST = 6
_NO_VECTORS = np.empty((0, 1), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Draft:
    """An edited version: its text, and the ids of the articles that it is a version of."""

    kind: str
    text: str
    originals: tuple[str, ...]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("library", type=Path)
    parser.add_argument("--limit", type=int, default=300)
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--groups", action="store_true", help="list the groups found in the library")
    parser.add_argument("--scores", action="store_true", help="count pairs by the share of marks")
    arguments = parser.parse_args()
    articles = _articles_of(arguments.library)
    if arguments.scores:
        _print_scores(articles)
        return
    with tempfile.TemporaryDirectory() as folder:
        library = EmbeddedLibrary(Path(folder))
        with library.writing():
            library.store.write_without_waiting()
            began = time.perf_counter()
            for article in articles:
                library.store.put(article, "", (), _NO_VECTORS)
            took = time.perf_counter() - began
            print(
                f"{len(articles)} articles stored, {1000 * took / len(articles):.1f} ms each, without vectors"
            )
            stories = library.store.versions.stories()
            print(f"{len(stories)} stories with several versions, {sum(map(len, stories))} articles")
            if arguments.groups:
                _print_groups(stories, articles)
            else:
                _measure(library, articles, stories, arguments.limit, random.Random(arguments.seed))
        library.close()


def _articles_of(folder: Path) -> list[Article]:
    library = EmbeddedLibrary(folder)
    found = [library.article(summary.id) for summary in library.articles()]
    library.close()
    return found


def _measure(
    library: EmbeddedLibrary,
    articles: Sequence[Article],
    stories: Sequence[Sequence[str]],
    limit: int,
    rng: random.Random,
) -> None:
    """Print a line for each kind of edit."""
    story_of = {key: set(story) for story in stories for key in story}
    usable = [each for each in articles if len(_paragraphs(each.text)) >= _FEWEST_PARAGRAPHS]
    chosen = rng.sample(usable, min(limit or len(usable), len(usable)))
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for draft in _drafts(chosen, usable, rng):
        found = set(_found(library, draft.text))
        right = {key for original in draft.originals for key in story_of.get(original, set()) | {original}}
        count = counts[draft.kind]
        count[0] += 1
        count[1] += bool(found & set(draft.originals) if draft.originals else found)
        count[2] += len(found & right)
        count[3] += len(found)
    print(f"{'':34}{'versions':>9}{'recall':>9}{'precision':>11}")
    for kind, (n_drafts, n_hit, n_right, n_found) in counts.items():
        recall = f"{100 * n_hit / n_drafts:8.1f}%" if kind not in _DIFFERENT else f"{n_hit:9}"
        precision = (
            f"{100 * n_right / n_found:10.1f}%" if n_found and kind not in _DIFFERENT else f"{n_found:11}"
        )
        print(f"{kind:34}{n_drafts:9}{recall}{precision}")
    print(
        "Texts that are not versions of an article: how many were mistaken for one, and of how many articles."
    )


def _found(library: EmbeddedLibrary, text: str) -> list[str]:
    """Store a text, return the ids of the articles of which it counts as a version, and remove it."""
    key = article_id(text)
    library.store.put(Article(key, "Draft", text, path=f"/drafts/{key}"), "", (), _NO_VECTORS)
    rows = library.store._database.rows("SELECT other_id FROM versions WHERE article_id = ?", (key,))
    library.store.release(Path(f"/drafts/{key}"))
    return [str(row[0]) for row in rows]


# Edits


def _drafts(chosen: Sequence[Article], others: Sequence[Article], rng: random.Random) -> Iterator[Draft]:
    for article in chosen:
        paragraphs = _paragraphs(article.text)
        for kind, edit in _EDITS.items():
            text = "\n\n".join(edit(paragraphs, rng))
            if article_id(text) != article.id:
                yield Draft(kind, text, (article.id,))
        digest = [
            paragraph for each in rng.sample(others, _N_IN_DIGEST) for paragraph in _paragraphs(each.text)[:3]
        ]
        yield Draft("digest of six articles", "\n\n".join(digest), ())
        yield Draft("same form, other facts", "\n\n".join(_other_facts(paragraphs, rng)), ())


def _paragraphs(text: str) -> list[str]:
    return [paragraph.strip() for paragraph in text.split("\n\n") if paragraph.strip()]


def _words(paragraphs: list[str]) -> list[str]:
    return _WORD.findall(" ".join(paragraphs)) or ["other"]


def _with_headline(paragraphs: list[str], rng: random.Random) -> list[str]:
    return [" ".join(rng.choices(_words(paragraphs), k=8)).capitalize(), *paragraphs[1:]]


def _with_agency_lines(paragraphs: list[str], rng: random.Random) -> list[str]:
    _ = rng
    first, *rest = paragraphs[1:]
    credit = "Reporting by Ana Bell and Tom Reyes; editing by Kim Oda. Copyright Harbour News Agency."
    return [paragraphs[0], f"LONDON, (Harbour News Agency) -- {first}", *rest, credit]


def _shortened(share: float) -> Callable[[list[str], random.Random], list[str]]:
    def edit(paragraphs: list[str], rng: random.Random) -> list[str]:
        _ = rng
        least, kept = share * sum(map(len, paragraphs)), []
        for paragraph in paragraphs:
            kept.append(paragraph)
            if sum(map(len, kept)) >= least:
                break
        return kept

    return edit


def _reordered(paragraphs: list[str], rng: random.Random) -> list[str]:
    return rng.sample(paragraphs, len(paragraphs))


def _with_other_number(paragraphs: list[str], rng: random.Random) -> list[str]:
    """Change one number, or one word if there is none."""
    places = [(n, match) for n, each in enumerate(paragraphs) for match in _NUMBER.finditer(each)]
    if not places:
        return _reworded(paragraphs, rng)
    at, match = rng.choice(places)
    changed = paragraphs[at][: match.start()] + str(rng.randint(2, 99)) + paragraphs[at][match.end() :]
    return [*paragraphs[:at], changed, *paragraphs[at + 1 :]]


def _reworded(paragraphs: list[str], rng: random.Random, share: float = 0.06) -> list[str]:
    """Replace a share of the lower-case words by others of the article."""
    words = _words(paragraphs)

    def other(match: re.Match[str]) -> str:
        return rng.choice(words) if rng.random() < share else match[0]

    return [_WORD.sub(other, each) for each in paragraphs]


def _updated(paragraphs: list[str], rng: random.Random) -> list[str]:
    """Write a new headline and first paragraph, change a number, and drop the last third."""
    _, _, *body = _with_other_number(paragraphs, rng)
    lead = " ".join(rng.choices(_words(paragraphs), k=30)).capitalize() + "."
    return [*_with_headline(paragraphs, rng)[:1], lead, *body[: max(1, 2 * len(body) // 3)]]


def _extended(paragraphs: list[str], rng: random.Random) -> list[str]:
    """Double an article with new text, as when a first report becomes a story."""
    mixed = [paragraphs[0]]
    for each in paragraphs[1:]:
        n_words = len(each.split())
        mixed += [each, " ".join(rng.choices(_words(paragraphs), k=n_words)).capitalize() + "."]
    return mixed


def _other_facts(paragraphs: list[str], rng: random.Random) -> list[str]:
    """Change every number and every name, as in the next report of the same form."""
    made = []
    for each in paragraphs:
        text = _NUMBER.sub(lambda _: str(rng.randint(100, 99_999)), each)
        made.append(re.sub(r"(?<=[a-z,] )[A-Z]\w+", lambda _: rng.choice(_NAMES), text))
    return made


_NAMES = "Ardle Bexby Corvan Dunmere Elsick Fenwold Garrow Hollin Istry Jarmon Keldon Lorne".split()
_DIFFERENT = ("digest of six articles", "same form, other facts")
_EDITS: dict[str, Callable[[list[str], random.Random], list[str]]] = {
    "agency lines added": _with_agency_lines,
    "new headline": _with_headline,
    "a changed number": _with_other_number,
    "paragraphs reordered": _reordered,
    "shortened to 60%": _shortened(0.6),
    "shortened to 40%": _shortened(0.4),
    "shortened to 25%": _shortened(0.25),
    "6% of the words replaced": _reworded,
    "updated (lead, number, end)": _updated,
    "extended to twice its length": _extended,
}


# The library itself


def _print_groups(stories: Sequence[Sequence[str]], articles: Sequence[Article]) -> None:
    by_id = {article.id: article for article in articles}
    for number, story in enumerate(stories, start=1):
        print(f"\n{number}.")
        for key in story:
            each = by_id[key]
            spans = sentence_spans(each.text)
            lead = max((span.of(each.text) for span in spans[:3]), key=len)
            print(f"   {each.published} {Path(each.path or '').name} ({len(each.text)}): {lead[:150]}")


def _print_scores(articles: Sequence[Article]) -> None:
    """Compare every pair that has a mark in common."""
    sketches = [sketch_of(article.text) for article in articles]
    holders: dict[str, list[int]] = defaultdict(list)
    for number, sketch in enumerate(sketches):
        for mark in sketch.marks:
            holders[mark].append(number)
    pairs = {pair for held in holders.values() if len(held) <= _N_HOLDERS for pair in combinations(held, 2)}
    scores = [_scores(sketches[one], sketches[other]) for one, other in pairs]
    for share in _SHARES:
        n_contained, n_similar = (sum(each[place] >= share for each in scores) for place in (0, 1))
        print(f"{share:.1f}: {n_contained} pairs by containment, {n_similar} by similarity")


_N_HOLDERS = 40


def _scores(one: Sketch, other: Sketch) -> tuple[float, float]:
    shared = len(one.marks & other.marks)
    return shared / min(len(one.marks), len(other.marks)), shared / len(one.marks | other.marks)


if __name__ == "__main__":
    main()
