"""Gathering and exporting the events of a timeline in the background."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message_pump import MessagePump

from qa import CancelledError, Event, Filters, LibraryMissingError, TimelineAdvanced, write_new_file
from tui.formatting.error_text import error_text
from tui.messages import (
    EventsCounted,
    EventsGathered,
    EventsRefused,
    TimelineExported,
    TimelineExportFailed,
)

if TYPE_CHECKING:
    from qa import DatedEvent, Engine

_POST_EVERY_SECONDS = 0.1


def gather(
    engine: "Callable[[], Engine]",
    receiver: MessagePump,
    request: int,
    query: str | None,
    filters: Filters,
    stopped: Callable[[], bool],
) -> None:
    """Post the events nearest to a query, or all that match the filters; none if there is no library."""
    posted_at = 0.0

    def watch(event: Event) -> None:
        nonlocal posted_at
        now = time.monotonic()
        if not isinstance(event, TimelineAdvanced):
            return
        if event.n_done == event.n_articles or now - posted_at >= _POST_EVERY_SECONDS:
            posted_at = now
            receiver.post_message(EventsCounted(request, event.n_done, event.n_articles))

    try:
        events = engine().timeline(query, filters=filters, watch=watch, stopped=stopped)
        if stopped():
            raise CancelledError
        receiver.post_message(EventsGathered(request, tuple(events)))
    except LibraryMissingError:
        receiver.post_message(EventsGathered(request, ()))
    except Exception as error:  # noqa: BLE001 - the app must survive any error
        receiver.post_message(EventsRefused(request, error_text(error)))


def export(receiver: MessagePump, events: "Sequence[DatedEvent]", title: str, path: Path) -> None:
    """Write events to a new file in the format that its suffix names, and post that it is done, or the error."""
    from qa import timeline_document, timeline_format

    try:
        write_new_file(path, timeline_document(events, title, timeline_format(path.suffix or "md")))
        receiver.post_message(TimelineExported(path, len(events)))
    except Exception as error:  # noqa: BLE001 - the app must survive any error
        receiver.post_message(TimelineExportFailed(error_text(error)))
