"""Each message handler belongs to a message: Textual finds handlers by name and ignores the others silently."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import textual.events
import textual.widgets  # noqa: F401 - defines messages
from textual.message import Message
from textual.message_pump import MessagePump

import tui


def _subclasses(kind: type) -> Iterator[type]:
    for each in kind.__subclasses__():
        yield each
        yield from _subclasses(each)


def test_every_handler_is_named_after_a_message() -> None:
    modules = [importlib.import_module(each.name) for each in pkgutil.walk_packages(tui.__path__, "tui.")]
    known = {each.handler_name for each in _subclasses(Message) if issubclass(each, Message)}
    pumps = [
        each
        for module in modules
        for each in vars(module).values()
        if inspect.isclass(each) and issubclass(each, MessagePump) and each.__module__ == module.__name__
    ]
    handlers = [(pump.__name__, name) for pump in pumps for name in vars(pump) if name.startswith("on_")]
    assert len(handlers) > 50
    assert [handler for handler in handlers if handler[1] not in known] == []
