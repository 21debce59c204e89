"""What can be done with a quote on any screen."""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from textual.app import SuspendNotSupported
from textual.screen import Screen

from tui import external_editor, external_pager
from tui.formatting import answer_text
from tui.messages import ArticleWanted, AskOnly, PinWanted, ShowPage
from tui.state import Place

if TYPE_CHECKING:
    from qa import Answer


class QuoteActions(Screen[None]):
    """Copies a quote, restricts questions to its article, and opens its file or its web address."""

    @property
    def acted_on(self) -> Place | None:
        """The selected place."""
        raise NotImplementedError

    def action_copy_quote(self) -> None:
        """Copy the quote with its source and date."""
        if (place := self.acted_on) is not None:
            self.app.copy_to_clipboard(answer_text.copied(place))
            self._say("Copied with source and date.")

    def action_copy_footnote(self) -> None:
        """Copy the quote with a Markdown footnote for its source."""
        if (place := self.acted_on) is not None:
            from qa import footnote

            self.app.copy_to_clipboard(footnote(place.article, place.mark))
            self._say("Copied with a footnote.")

    def action_ask_only(self) -> None:
        """Restrict the conversation to the article of the selected quote."""
        if (place := self.acted_on) is not None:
            self.app.post_message(AskOnly(((place.article.id, place.article.title),)))

    @property
    def quoted(self) -> "Answer | None":
        """The selected quote as an answer to pin; None if there is nothing to pin."""
        return None

    def action_pin(self) -> None:
        """Pin the selected quote to the notebook."""
        if (answer := self.quoted) is not None:
            cited = answer.citations[0]
            key = f"{cited.article.id} {cited.article_span.start} {answer.question}"
            self.app.post_message(PinWanted(key, answer))

    def action_show_page(self) -> None:
        """Show the page of the PDF that the quote is on."""
        if (place := self.acted_on) is not None and _has_pages(place):
            self.app.post_message(ShowPage(place))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the page only for articles that have pages."""
        if action == "show_page":
            place = self.acted_on if self.is_mounted else None
            return place is not None and _has_pages(place)
        return super().check_action(action, parameters)

    def action_open_address(self) -> None:
        """Open the article's web address."""
        if (place := self.acted_on) is None:
            return
        url = place.article.url
        if not url:
            self._say("This article has no web address.", is_warning=True)
        elif not is_web_address(url):
            self._say(f"Only http and https addresses can be opened, not {url}", is_warning=True)
        else:
            self.app.open_url(url)
            self._say(f"Opened {url}")

    def action_read_article(self) -> None:
        """Read the article at the quote: in the user's pager or, without one, in the app."""
        if (place := self.acted_on) is None:
            return
        try:
            pager = external_pager.pager()
        except external_editor.NoEditorError as error:
            self._say(str(error), is_warning=True)
            return
        if pager is None or not self._paged(place, pager):
            self.show_article(place)

    def _paged(self, place: Place, pager: Sequence[str]) -> bool:
        """Show the article in a pager; return whether the terminal can be handed over."""
        text, at_line = answer_text.pager_text(place, self.app.size.width)
        try:
            with self.app.suspend():
                failure = external_pager.show(external_pager.command(pager, at_line), text)
        except SuspendNotSupported:
            return False
        if failure is not None:
            words = f"Can't start the pager {pager[0]} ({failure.strerror}). Check $PAGER."
            self._say(words, is_warning=True)
        return True

    def show_article(self, place: Place) -> None:
        """Open the article at a place in the app."""
        self.app.post_message(ArticleWanted(place))

    def action_edit_file(self) -> None:
        """Open the article's file in the editor, at the line of the quote."""
        if (place := self.acted_on) is None:
            return
        path = Path(place.article.path or "").absolute()  # so that no file name is taken for an option
        try:
            command = external_editor.editor()
            at = external_editor.line_in_file(path, place.mark.of(place.article.text))
            with self.app.suspend():
                # Caught inside: Textual does not take the terminal back after an exception.
                failure = _run(external_editor.command(command, path, at))
        except SuspendNotSupported:
            self._say("Editors can only be opened in a terminal.", is_warning=True)
        except external_editor.NoEditorError as error:
            self._say(str(error), is_warning=True)
        except OSError as error:
            self._say(f"Can't open {path} ({error.strerror}).", is_warning=True)
        else:
            if failure is not None:
                words = f"Can't start the editor {command[0]} ({failure.strerror}). Check $EDITOR."
                self._say(words, is_warning=True)

    def _say(self, words: str, *, is_warning: bool = False) -> None:
        severity = "warning" if is_warning else "information"
        self.notify(answer_text.line(words), severity=severity, markup=False)  # type: ignore[arg-type]


def _run(command: Sequence[str]) -> OSError | None:
    """Run a command to its end; return why it could not be started."""
    try:
        subprocess.run(command, check=False)  # noqa: S603 - the user's editor
    except OSError as error:
        return error
    return None


def is_web_address(url: str) -> bool:
    """Return whether a browser may open this: an http or https address with a host and only printable characters."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and url.isprintable() and " " not in url


def _has_pages(place: Place) -> bool:
    from qa import has_pages  # it imports the readers of articles, which the first frame doesn't need

    return has_pages(place.article)
