"""A reader of HTML pages that notes their elements and their text."""

from html.parser import HTMLParser


class Tags(HTMLParser):
    """Notes the names of all elements and the text; refuses attributes that run or load something."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        assert not any(name.startswith("on") or name in ("src", "href") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data
