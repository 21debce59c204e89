"""Python's garbage collector, kept from stopping the screen.

A full collection looks at every object there is and holds up all threads meanwhile: with the modules and models of
this app for 60 ms, and for several times that on a busy machine. What is there once the app is open stays, so it need
not be looked at again; and the rest is looked at in moments of its own, not in the midst of drawing.
"""

import gc

TIDY_EVERY_SECONDS = 1.0
_OFTEN = gc.get_threshold()
_SELDOM = (*_OFTEN[:2], 1000)  # small collections as ever, a full one only when nobody tidies up


def wait() -> None:
    """Collect nothing until something is spared: nearly all that a start makes, stays."""
    gc.disable()


def spare() -> None:
    """Never look again at what there is now; this takes no time."""
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    gc.enable()


def tidy() -> None:
    """Look through what was made since, when there is enough of it."""
    if gc.get_count()[2] >= _OFTEN[2]:
        gc.collect()


def resume() -> None:
    """Let Python do as it does by itself."""
    gc.unfreeze()
    gc.set_threshold(*_OFTEN)
    gc.enable()
