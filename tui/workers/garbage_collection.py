"""Scheduling of Python's garbage collector, so that it doesn't block the screen.

A full collection visits every object and blocks all threads: 60 ms with this app's modules and models, and several
times that on a busy machine, and more with each screen that was opened. Objects that exist when the app is open are
permanent and are excluded from collections. The rest is collected between steps, while the user rests.
"""

import gc

TIDY_EVERY_SECONDS = 1.0
REST_SECONDS = 2.0  # without a key, before a full collection
_OFTEN = gc.get_threshold()
_SELDOM = (*_OFTEN[:2], 1000)  # small collections as usual; a full one only as a fallback


def wait() -> None:
    """Disable collections during startup, because nearly all new objects are permanent."""
    gc.disable()


def spare() -> None:
    """Exclude all current objects from future collections; takes no time."""
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    gc.enable()


def tidy() -> None:
    """Collect the newer objects if there are enough of them."""
    if gc.get_count()[2] >= _OFTEN[2]:
        gc.collect()


def resume() -> None:
    """Restore Python's default behaviour."""
    gc.unfreeze()
    gc.set_threshold(*_OFTEN)
    gc.enable()
