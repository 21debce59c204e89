"""Who is said to have said what: speakers and their statements, with their places in a sentence."""

from qa.attribution.asides import Attribution
from qa.attribution.quotations import attributions_in
from qa.attribution.reported_speech import Manner

__all__ = ["Attribution", "Manner", "attributions_in"]
