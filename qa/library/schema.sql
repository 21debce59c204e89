-- The passages' words are slices of their article's text, so that they can never differ from it.
-- Passage ids are never used again: a copy of the vectors that knows the last id knows what it lacks.

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE articles (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    published TEXT,
    source TEXT,
    url TEXT,
    path TEXT NOT NULL,
    text TEXT NOT NULL,
    author TEXT,
    sections TEXT NOT NULL DEFAULT '[]',
    origins TEXT NOT NULL DEFAULT '{}',
    raw_title TEXT,
    keywords TEXT NOT NULL DEFAULT '[]',
    own_fields TEXT NOT NULL DEFAULT '{}'
) STRICT;

CREATE TABLE files (
    path TEXT PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES articles (id),
    digest TEXT NOT NULL
) STRICT;

CREATE INDEX files_by_article ON files (article_id);

CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id TEXT NOT NULL REFERENCES articles (id),
    ordinal INTEGER NOT NULL,
    article_start INTEGER NOT NULL,
    article_end INTEGER NOT NULL,
    vector BLOB NOT NULL,
    UNIQUE (article_id, ordinal)
) STRICT;

CREATE VIRTUAL TABLE passage_words USING fts5 (
    title, text,
    content = '', contentless_delete = 1,
    tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE TABLE changes (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    removed INTEGER NOT NULL,
    first_passage INTEGER NOT NULL,
    last_passage INTEGER NOT NULL
) STRICT;

-- Since format 2
-- What the articles' words for time come to; the days are null where a value is no stretch of the calendar.
CREATE TABLE time_expressions (
    article_id TEXT NOT NULL REFERENCES articles (id),
    article_start INTEGER NOT NULL,
    article_end INTEGER NOT NULL,
    kind TEXT NOT NULL,
    value TEXT,
    reference TEXT,
    rule TEXT NOT NULL,
    certainty TEXT NOT NULL,
    alternative TEXT,
    first_day TEXT,
    last_day TEXT,
    PRIMARY KEY (article_id, article_start)
) STRICT, WITHOUT ROWID;

CREATE INDEX time_expressions_by_day ON time_expressions (first_day, last_day);

-- Since format 4
-- Articles that the user removed: they can be restored, and indexing leaves them out until then.
-- Only the id is kept of an article that was deleted for ever; `article` is then null.
CREATE TABLE removed_articles (
    id TEXT PRIMARY KEY,
    removed TEXT NOT NULL,
    article TEXT,
    passages TEXT NOT NULL DEFAULT '[]',
    vectors BLOB NOT NULL DEFAULT x''
) STRICT;

CREATE TABLE removed_files (
    path TEXT PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES removed_articles (id),
    digest TEXT NOT NULL
) STRICT;

CREATE INDEX removed_files_by_article ON removed_files (article_id);
-- Near-duplicates. Texts that have a band in common are compared; both directions of a pair of versions are stored.
CREATE TABLE sketches (
    number INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL UNIQUE REFERENCES articles (id)
) STRICT;

CREATE TABLE sketch_bands (
    band INTEGER NOT NULL,
    sketch INTEGER NOT NULL REFERENCES sketches (number),
    PRIMARY KEY (band, sketch)
) STRICT, WITHOUT ROWID;

CREATE INDEX sketch_bands_by_sketch ON sketch_bands (sketch);

CREATE TABLE versions (
    article_id TEXT NOT NULL REFERENCES articles (id),
    other_id TEXT NOT NULL REFERENCES articles (id),
    PRIMARY KEY (article_id, other_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX versions_by_other ON versions (other_id);

-- What users change about the tags of articles; "is_removed" takes away a tag that the article's file states.
-- The key is the name without capitals and accents. Neither these rows nor those of collection_articles end with
-- their article: the next article of the same file, or the same text when it comes back, gets them again.
CREATE TABLE tags (
    article_id TEXT NOT NULL,
    key TEXT NOT NULL,
    tag TEXT NOT NULL,
    path TEXT NOT NULL,
    is_removed INTEGER NOT NULL DEFAULT 0,
    UNIQUE (article_id, key)
) STRICT;

CREATE INDEX tags_by_path ON tags (path);

CREATE TABLE collections (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE collection_articles (
    collection_id INTEGER NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    article_id TEXT NOT NULL,
    path TEXT NOT NULL,
    UNIQUE (collection_id, article_id)
) STRICT;

CREATE INDEX collection_articles_by_article ON collection_articles (article_id);
CREATE INDEX collection_articles_by_path ON collection_articles (path);

-- Since format 5
-- Filters on the day of publication read only the articles of those days.
CREATE INDEX articles_by_published ON articles (published);

-- Since format 6
-- The days that passages are about; they follow from the temporal expressions, see qa/library/passage_days.py.
CREATE TABLE passage_days (
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    passage_id INTEGER NOT NULL,
    PRIMARY KEY (first_day, last_day, passage_id)
) STRICT, WITHOUT ROWID;
