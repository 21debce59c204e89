"""The suffixes of the files that can be read, in lower case."""

MARKDOWN_SUFFIXES = (".md", ".markdown")
ARTICLE_SUFFIXES = (".txt", ".text", *MARKDOWN_SUFFIXES)
