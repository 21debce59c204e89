"""Records → plain dictionaries, the shapes that `--json` prints."""

from collections.abc import Mapping
from typing import Any

from qa.answering.candidate_status import Candidate
from qa.answering.evidence import Evidence
from qa.answering.interpreting import Tried
from qa.answering.quote_answers import Statement
from qa.answering.trace import AnswerTrace
from qa.composing.composer import Composition
from qa.dates import in_words
from qa.errors import ArticleError
from qa.indexing.adding import Addition
from qa.indexing.correcting import Correction
from qa.indexing.indexer import IndexReport
from qa.inspection.inspector import Inspection, SentenceTrace, SideHit, Steps
from qa.library import ArticleSummary, RemovedArticle
from qa.library.named_snapshots import SnapshotSummary
from qa.progress import FileFailed, FileLeftOut, FileRemoved, FileStored, FileUnchanged
from qa.records import (
    Answer,
    AnswerSpan,
    Article,
    Citation,
    Filters,
    Hit,
    OtherVersion,
    Scores,
    Summary,
    TimeExpression,
)
from qa.timeline.events import DatedEvent

Json = dict[str, Any]


def answer_json(answer: Answer) -> Json:
    """Return an answer with everything needed to check it; times are seconds."""
    from qa.answer_codec import encoded

    return encoded(answer)


def composition_json(composition: Composition | None) -> Json | None:
    """Return what a language model made of an answer's quotes; `cited` are numbers of `citations`, from 1.

    `dropped` gives the reasons why sentences are not shown. The sentences themselves are left out: they
    are not answers.
    """
    if composition is None:
        return None
    return {
        "endpoint": composition.endpoint,
        "model": composition.model,
        "sentences": [{"text": each.text, "cited": list(each.cited)} for each in composition.supported],
        "dropped": [each.problem for each in composition.sentences if each.problem],
        "citations": [citation_json(each) for each in composition.citations],
    }


def summary_of_json(summary: Summary) -> Json:
    """Return the summary of an article, each sentence with its position in the text."""
    return {
        **_provenance(summary.article),
        "sentences": [citation_json(sentence) for sentence in summary.sentences],
    }


def time_expression_json(expression: TimeExpression, text: str) -> Json:
    """Return a time expression; the offsets count characters of `text`, the article's."""
    return {
        "start": expression.article_span.start,
        "end": expression.article_span.end,
        "expression": expression.article_span.of(text),
        "type": str(expression.kind),
        "value": expression.value,
        "text": in_words(expression.value, expression.kind) if expression.value else None,
        "reference": expression.reference.isoformat() if expression.reference else None,
        "rule": expression.rule,
        "certainty": str(expression.certainty),
        "alternative": expression.alternative,
    }


def event_json(event: DatedEvent) -> Json:
    """Return a dated event; `since` and `until` are its days, inclusive."""
    return {
        "since": event.first.isoformat(),
        "until": event.last.isoformat(),
        **time_expression_json(event.expression, event.article.text),
        "is_announced": event.is_announced,
        "is_inferred": event.is_inferred,
        "reports": event.n_reports,
        "versions": [version_json(each) for each in event.versions],
        "quote": event.quote,
        "quote_start": event.article_span.start,
        "quote_end": event.article_span.end,
        **_provenance(event.article),
    }


def version_json(version: OtherVersion) -> Json:
    """Return another version of a sentence; the offsets count characters of its article's text."""
    from qa.answer_codec import VersionJson

    return VersionJson.of(version).json_value()


def citation_json(citation: Citation) -> Json:
    """Return a citation; all offsets count characters of the article's text."""
    from qa.answer_codec import CitationJson

    return CitationJson.of(citation).json_value()


def hit_json(hit: Hit, article: Article) -> Json:
    """Return a retrieved passage; the offsets count characters of the article's text."""
    return {
        "rank": hit.rank,
        **_provenance(article),
        "passage_start": hit.passage.article_span.start,
        "passage_end": hit.passage.article_span.end,
        "passage": hit.passage.text,
        "scores": scores_json(hit.why),
    }


def scores_json(scores: Scores) -> Json:
    """Return the ranks and scores of both searches; null where a passage was not found."""
    from qa.answer_codec import ScoresJson

    return ScoresJson.of(scores).json_value()


def inspection_json(inspection: Inspection) -> Json:
    """Return every step of a question; `steps` has one entry for each part that was answered separately.

    `statements`, `events`, `sentences` and `spans` are null if they were not searched for; `threshold` is null
    without `spans`.
    """
    articles = inspection.articles
    return {
        "question": inspection.question,
        "passages": inspection.n_passages,
        "steps": [_steps_json(steps, articles) for steps in inspection.steps],
        "answer": answer_json(inspection.answer),
    }


def _steps_json(steps: Steps, articles: Mapping[str, Article]) -> Json:
    answer_trace = steps.answer_trace
    return {
        "question": answer_trace.answer.question,
        "standalone_question": answer_trace.answer.standalone_question,
        "taken_for": str(answer_trace.kind),
        "searched": answer_trace.searched or None,
        "words": list(steps.words),
        "filters": _filters_json(answer_trace.filters),
        "passages_allowed": steps.n_allowed,
        "top_k": answer_trace.top_k,
        "favoured": list(answer_trace.context_article_ids),
        "by_meaning": [_side_hit(hit, articles) for hit in steps.by_meaning],
        "by_words": [_side_hit(hit, articles) for hit in steps.by_words],
        "hits": [hit_json(hit, articles[hit.passage.article_id]) for hit in answer_trace.hits],
        "events": [_candidate_event(each) for each in answer_trace.events.candidates]
        if answer_trace.events
        else None,
        "speaker": answer_trace.quotations.speaker if answer_trace.quotations else None,
        "topic": answer_trace.quotations.topic if answer_trace.quotations else None,
        "interpretations": [_interpretation(each, answer_trace) for each in answer_trace.interpretations],
        "statements": [_candidate_statement(each) for each in answer_trace.quotations.candidates]
        if answer_trace.quotations
        else None,
        "about": answer_trace.evidence.subject if answer_trace.evidence else None,
        "sentences": [_candidate_evidence(each) for each in answer_trace.evidence.candidates]
        if answer_trace.evidence
        else None,
        "read_for": answer_trace.read_text if answer_trace.reading else None,
        "threshold": _rounded(answer_trace.reading.null_score) if answer_trace.reading else None,
        "spans": [
            _span(span, sure)
            for span, sure in zip(answer_trace.reading.spans, steps.confidences, strict=True)
        ]
        if answer_trace.reading
        else None,
    }


def _interpretation(each: Tried, answer_trace: AnswerTrace) -> Json:
    return {
        "question": each.analysis.standalone,
        "made": str(each.analysis.made),
        "in_context": bool(each.analysis.context.query),
        "prior": _rounded(each.analysis.prior),
        "found": each.text or None,
        "confidence": round(each.confidence, 4),
        "score": _rounded(each.score),
        "chosen": each.analysis is answer_trace.analysis,
    }


def trace_json(trace: SentenceTrace) -> Json:
    """Return where a sentence was lost; the offsets count characters of the article's text."""
    span = trace.article_span
    return {
        "lost": str(trace.end),
        "sentence": trace.sentence,
        "article": _provenance(trace.article) if trace.article else None,
        "start": span.start if span else None,
        "end": span.end if span else None,
        "passage": trace.passage.text if trace.passage else None,
        "scores": scores_json(trace.why),
        "fused_rank": trace.fused_rank,
        "span": _span(trace.span, trace.confidence or 0.0) if trace.span else None,
        "verdict": str(trace.status) if trace.status else None,
    }


def _filters_json(filters: Filters) -> Json:
    days = filters.speaks_of
    return {
        "since": filters.since.isoformat() if filters.since else None,
        "until": filters.until.isoformat() if filters.until else None,
        "source": filters.source,
        "speaks_of": [day.isoformat() for day in days] if days else None,
        "article_ids": list(filters.article_ids),
        "tags": list(filters.tags),
        "collection": filters.collection,
    }


def _side_hit(hit: SideHit, articles: Mapping[str, Article]) -> Json:
    return {
        "rank": hit.rank,
        "score": _rounded(hit.score),
        **_provenance(articles[hit.passage.article_id]),
        "passage_start": hit.passage.article_span.start,
        "passage_end": hit.passage.article_span.end,
    }


def _candidate_statement(candidate: Candidate[Statement]) -> Json:
    each = candidate.found
    return {
        "verdict": str(candidate.status),
        "speaker": each.name,
        "nearness": str(each.nearness),
        "statement": each.span.of(each.article.text),
        "start": each.span.start,
        "end": each.span.end,
        "passage_rank": each.hit.rank,
        "article_id": each.article.id,
        "title": each.article.title,
    }


def _candidate_event(candidate: Candidate[DatedEvent]) -> Json:
    return {"verdict": str(candidate.status), **event_json(candidate.found)}


def _candidate_evidence(candidate: Candidate[Evidence]) -> Json:
    each = candidate.found
    return {
        "verdict": str(candidate.status),
        "text": each.text,
        "start": each.span.start,
        "end": each.span.end,
        "sentence": each.quote,
        **_provenance(each.article),
    }


def _span(span: AnswerSpan, sure: float) -> Json:
    return {
        "text": span.text,
        "score": _rounded(span.score),
        "confidence": round(sure, 4),
        "doubt": str(span.doubt) if span.doubt else None,
        "passage_rank": span.hit.rank,
        "article_id": span.hit.passage.article_id,
        "start": span.article_span.start,
        "end": span.article_span.end,
    }


def summary_json(summary: ArticleSummary) -> Json:
    """Return an article without its text."""
    return {
        **_provenance(summary),
        "url": summary.url,
        "passages": summary.n_passages,
        "characters": summary.n_characters,
        "dates": summary.n_dates,
        "tags": list(summary.tags),
        "collections": list(summary.collections),
        "version_of": summary.version_of,
        "given": list(summary.given),
    }


def removed_json(removed: RemovedArticle) -> Json:
    """Return a removed article; only its id and the moment, in UTC, are known if it was permanently deleted."""
    published = removed.published.isoformat() if removed.published else None
    return {
        "article_id": removed.id,
        "removed": removed.removed.isoformat(timespec="seconds"),
        "can_be_restored": not removed.is_deleted,
        "title": removed.title or None,
        "published": published,
        "source": removed.source,
        "path": removed.path or None,
        "characters": removed.n_characters,
    }


def snapshot_json(snapshot: SnapshotSummary) -> Json:
    """Return a snapshot of the library."""
    return {
        "name": snapshot.name,
        "created": snapshot.created.isoformat(timespec="seconds"),
        "articles": snapshot.n_articles,
        "passages": snapshot.n_passages,
        "bytes": snapshot.n_bytes,
        "format": snapshot.format,
        "reason": snapshot.reason or None,
        "files": sorted(snapshot.digests),
    }


def article_json(article: Article) -> Json:
    """Return an article with its text."""
    return {
        **_provenance(article),
        "url": article.url,
        "author": article.author,
        "raw_title": article.headline,
        "origins": dict(article.origins),
        "own_fields": {each.name: each.value or None for each in article.own_fields},
        "keywords": list(article.keywords),
        "sections": [{"label": section.label, "start": section.start} for section in article.sections],
        "text": article.text,
    }


def correction_json(correction: Correction) -> Json:
    """Return a corrected article without its text, and the fields that have another value now, as they were."""
    article = article_json(correction.after)
    del article["text"]
    was = {name: getattr(correction.before, name) for name in correction.changed}
    return {**article, "was": {name: value and str(value) for name, value in was.items()}}


def addition_json(addition: Addition) -> Json:
    """Return an added article without its text, and what became of it: added, updated, restored or duplicate."""
    article = article_json(addition.article)
    del article["text"]
    return {"outcome": str(addition.outcome), **article, "notes": list(addition.notes)}


def event_change_json(event: FileStored | FileUnchanged | FileRemoved | FileLeftOut | FileFailed) -> Json:
    """Return what happened to a file: added, updated, unchanged, duplicate, removed, left_out or failed."""
    path = str(event.path)
    if isinstance(event, FileStored):
        what = "updated" if event.updated else "added"
        return {"event": what, "path": path, "passages": event.n_passages, "notes": list(event.notes)}
    if isinstance(event, FileUnchanged):
        same_as = str(event.twin) if event.twin else None
        return {"event": "duplicate" if event.twin else "unchanged", "path": path, "same_text_as": same_as}
    if isinstance(event, FileFailed):
        return {"event": "failed", **failure_json(event.error)}
    return {"event": "left_out" if isinstance(event, FileLeftOut) else "removed", "path": path}


def report_json(report: IndexReport) -> Json:
    """Return the result of indexing."""
    return {
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "left_out": report.left_out,
        "failed": [failure_json(error) for error in report.failed],
        "passed_over": [str(path) for path in report.passed_over],
        "articles": report.articles,
        "passages": report.passages,
        "seconds": report.seconds,
    }


def failure_json(error: ArticleError) -> Json:
    """Return a file that could not become an article, with the reason."""
    return {"path": str(error.path), "error": f"{error.message} {error.hint}".strip()}


def _provenance(article: Article | ArticleSummary) -> Json:
    """Return the source of a quote; `published` is ISO 8601, null if undated."""
    return {
        "article_id": article.id,
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "source": article.source,
        "path": article.path,
    }


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 6)
