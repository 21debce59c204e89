"""One document → one Article, with notes on what was guessed or left out."""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from qa.articles import first_lines
from qa.articles.dateline import parse_day
from qa.articles.documents import (
    FIELDS,
    ArticleFields,
    Claim,
    Document,
    Failure,
    Part,
    Request,
)
from qa.articles.expansion import documents_in
from qa.articles.titles import FIRST_SENTENCE, titled
from qa.errors import ArticleError
from qa.records import GIVEN, Article, OwnField, Section
from qa.utils.text import clean, folded

_MOST_LABEL_CHARACTERS = 120
_MOST_FIELD_CHARACTERS = 1_000
_NO_FIELDS = ArticleFields()
_FROM_ADDRESS = "web address"  # the origin of a source
_MOST_KEYWORD_CHARACTERS, _MOST_KEYWORDS = 60, 50
_KEYWORD_END, _LINE_END = re.compile("[,;]"), re.compile("\n")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A loaded article; `notes` are for the user."""

    article: Article
    notes: tuple[str, ...] = ()


def load(path: Path, data: bytes) -> Loaded:
    """Parse a file's bytes into its first article, or raise ArticleError with the reason.

    The file is parsed in this process: use qa.articles.reader for files that may be hostile.
    """
    for found in documents_in(data, Request(path.name)):
        if isinstance(found, Failure):
            raise failure_error(path, found)
        if isinstance(found, Document):
            return article_of(found, path)
    raise ArticleError(path, "This file has no articles.", "Check its content, or remove it.")


def article_of(document: Document, path: Path, given: ArticleFields = _NO_FIELDS) -> Loaded:
    """Return the article of a document in the file at `path`; ArticleError if it has no text.

    `given` are fields that the user states; they come before those of the document.
    """
    place = member_path(path, document.member)
    text, sections = _joined(document.parts)
    if not any(char.isalnum() for char in text):
        raise ArticleError(place, "This file has no text.", "Add the article's text, or remove the file.")
    strong = [claim for claim in document.claims if not claim.weak]
    weak = [claim for claim in document.claims if claim.weak]
    claims = [*strong, *first_lines.claims_in(text), *weak]
    published, dated_by, notes = _published(claims)
    fields = {name: _first(claims, name) for name in ("title", "author", "source", "url")}
    origins = {name: claim.origin for name, claim in fields.items() if claim}
    if dated_by:
        origins["published"] = dated_by.origin
    if dated_by and dated_by.weak:
        notes.append(f"its date is from the {dated_by.origin}")
    source, url = _value(fields["source"]), _value(fields["url"])
    if source is None and url is not None and (source := site_of(url)):
        origins["source"] = _FROM_ADDRESS
    own_title = fields["title"]
    title = titled(_value(own_title), own_title.origin if own_title else None, text, place.stem)
    if title.is_made:
        origins["title"] = FIRST_SENTENCE
    origins.setdefault("title", "first line")
    article = Article(
        id=article_id(text),
        title=title.shown,
        text=text,
        published=published,
        source=source,
        url=url,
        path=str(place),
        author=_value(fields["author"]),
        sections=sections,
        origins=tuple(sorted(origins.items())),
        raw_title=title.raw,
        keywords=_keywords(claims),
    )
    return Loaded(with_given(article, given), (*document.notes, *(() if given.published else notes)))


def given_fields(article: Article) -> ArticleFields:
    """Return the fields of an article that the user set."""
    stated = {name: getattr(article, name) for name, origin in article.origins if origin == GIVEN}
    return ArticleFields(**stated)


def with_given(article: Article, given: ArticleFields) -> Article:
    """Return an article with the user's fields instead of its own, which are kept in `own_fields`."""
    stated: dict[str, Any] = {claim.field: _value(claim) for claim in given.claims}
    if given.published:
        stated["published"] = given.published
    own = {each.name: each for each in article.own_fields}
    origins = dict(article.origins)
    for name in stated:
        if origins.get(name) != GIVEN:
            own[name] = OwnField(name, str(getattr(article, name) or ""), origins.get(name, ""))
    return _with_fields(article, stated, origins | dict.fromkeys(stated, GIVEN), own.values())


def without_given(article: Article, names: Collection[str] = FIELDS) -> Article:
    """Return an article with its document's own fields instead of the user's, for those of `names` that the user set.

    A field becomes empty if it is not known what the document states for it. A title becomes the document's.
    """
    origins = dict(article.origins)
    own = {each.name: each for each in article.own_fields}
    restored: dict[str, Any] = {}
    for name in [name for name in names if origins.get(name) == GIVEN]:
        before = own.pop(name, OwnField(name, "", ""))
        restored[name] = parse_day(before.value) if name == "published" else before.value or None
        if name == "title" and not before.value:
            restored[name] = article.headline or article.title
        del origins[name]
        origins |= {name: before.origin} if before.origin else {}
    return _with_fields(article, restored, origins, own.values())


def _with_fields(
    article: Article, fields: Mapping[str, Any], origins: Mapping[str, str], own: Iterable[OwnField]
) -> Article:
    """Return an article with other fields; a source that comes from the web address follows it."""
    changed, known = dict(fields), dict(origins)
    if title := changed.get("title"):
        changed["raw_title"] = None if article.headline == title else article.headline
    is_from_address = known.get("source") == _FROM_ADDRESS or not changed.get("source", article.source)
    if "url" in changed and is_from_address:
        changed["source"] = site_of(changed["url"] or "")
        known.pop("source", None)
        known |= {"source": _FROM_ADDRESS} if changed["source"] else {}
    ordered = sorted(own, key=attrgetter("name"))
    return replace(article, **changed, origins=tuple(sorted(known.items())), own_fields=tuple(ordered))


def article_id(text: str) -> str:
    """Return the first 32 hexadecimal digits of the SHA-256 of a normalised text."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def member_path(path: Path, member: str) -> Path:
    """Return the path of an article inside a file."""
    return Path(f"{path}{member}")


def failure_error(path: Path, failure: Failure) -> ArticleError:
    """Return the error for a document of a file that can't be read."""
    return ArticleError(member_path(path, failure.member), failure.message, failure.hint)


def _joined(parts: Sequence[Part]) -> tuple[str, tuple[Section, ...]]:
    """Return the normalised text of all parts, and the places where labelled parts start in it."""
    pieces: list[str] = []
    sections: list[Section] = []
    length = 0
    for part in parts:
        text = clean(part.text).strip()
        if not text:
            continue
        separator = "" if not pieces else " " if part.continues else "\n\n"
        length += len(separator)
        label = _one_line(part.label)[:_MOST_LABEL_CHARACTERS]
        if label and (not sections or sections[-1].label != label):
            sections.append(Section(label, length))
        pieces += (separator, text)
        length += len(text)
    return "".join(pieces), tuple(sections)


def _published(claims: Sequence[Claim]) -> tuple[date | None, Claim | None, list[str]]:
    """Return the first valid date, its claim, and notes on dates that can't be read if there is none."""
    invalid = []
    for claim in claims:
        if claim.field != "published":
            continue
        day = parse_day(claim.value)
        if day is not None:
            return day, claim, []
        invalid.append(f"its date “{_one_line(claim.value)}” is invalid or ambiguous")
    return None, None, invalid or ["it has no date"]


def _first(claims: Sequence[Claim], field: str) -> Claim | None:
    return next((claim for claim in claims if claim.field == field and _value(claim)), None)


def _value(claim: Claim | None) -> str | None:
    return (_one_line(claim.value)[:_MOST_FIELD_CHARACTERS].strip() or None) if claim else None


def _keywords(claims: Sequence[Claim]) -> tuple[str, ...]:
    """Return the keywords of the first claim on them, each once; they stand on lines, or between commas."""
    stated = next((claim.value for claim in claims if claim.field == "keywords"), "")
    between = _LINE_END if "\n" in stated else _KEYWORD_END
    written = (_one_line(each).removeprefix("#") for each in between.split(stated))
    known: dict[str, str] = {}
    for each in written:
        if 0 < len(each) <= _MOST_KEYWORD_CHARACTERS and any(char.isalnum() for char in each):
            known.setdefault(folded(each), each)
    return tuple(known.values())[:_MOST_KEYWORDS]


def site_of(url: str) -> str | None:
    """Return the site that a web address belongs to, without "www."; None for anything else."""
    try:
        parts = urlsplit(url)
        name = parts.hostname if parts.scheme in ("http", "https") else None
    except ValueError:
        return None
    return name.removeprefix("www.") or None if name else None


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


def load_all(path: Path, data: bytes, request: Request) -> Iterator[Loaded | ArticleError]:
    """Parse a file's bytes in this process and yield its articles, and an error for each that can't be read."""
    for found in documents_in(data, request):
        if isinstance(found, Failure):
            yield failure_error(path, found)
        elif isinstance(found, Document):
            try:
                yield article_of(found, path)
            except ArticleError as error:
                yield error
