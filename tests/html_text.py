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
        for name, value in attrs:
            is_inside = name == "href" and str(value).startswith("#")
            assert is_inside or not (name.startswith("on") or name in ("src", "href"))

    def handle_data(self, data: str) -> None:
        self.text += data
