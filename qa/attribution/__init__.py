"""Who is said to have said what: speakers and their statements, with their places in a sentence."""

from qa.attribution.asides import Attribution
from qa.attribution.behind import Manner
from qa.attribution.finding import attributions_in

__all__ = ["Attribution", "Manner", "attributions_in"]
