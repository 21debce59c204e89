"""`dateline search`."""

import typer
from rich.text import Text

from qa.cli.output import building_notice, day_words, err, out, print_json
from qa.engine import Engine
from qa.json_output import hit_json
from qa.records import Filters, Hit
from qa.retrieval.word_overlap import WordTest
from qa.utils.text import printable


def run(engine: Engine, query: str, filters: Filters, top_k: int | None, *, as_json: bool) -> None:
    """Search and print the hits, best first."""
    hits = engine.search(query, filters=filters, top_k=top_k, watch=building_notice())
    if as_json:
        found = [hit_json(hit, engine.article_by_id(hit.passage.article_id)) for hit in hits]
        print_json({"query": query, "hits": found})
    else:
        has_words = WordTest(query)
        n_with_words = sum(has_words(hit.passage, hit.why) for hit in hits)
        if hits and not n_with_words:
            err().print(Text(f"No passage contains “{printable(query)}”. Nearest by meaning:"))
        elif n_with_words < len(hits):
            err().print(Text(f"{n_with_words:,} of {len(hits):,} passages contain the words."))
        for hit in hits:
            _print_hit(engine, hit)
        if not hits:
            err().print("Nothing found.")
    raise typer.Exit(0 if hits else 1)


def _print_hit(engine: Engine, hit: Hit) -> None:
    article = engine.article_by_id(hit.passage.article_id)
    span = hit.passage.article_span
    why = ", ".join(
        f"{side} rank {rank}"
        for side, rank in (("meaning", hit.why.dense_rank), ("words", hit.why.sparse_rank))
        if rank is not None
    )
    console = out()
    section = article.place(span.start)
    place = f"{printable(section)}, " if section else ""
    place += f"{article.id[:8]}, characters {span.start}–{span.end}"
    console.print(Text.assemble((f"{hit.rank}. ", "bold"), article.title))
    console.print(Text(f"   {day_words(article.published)} · {place} · {why}", "dim"))
    console.print(Text(f"   {printable(hit.passage.text)}"))
