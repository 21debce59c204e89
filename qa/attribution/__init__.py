"""Who is said to have said what: speakers and their statements, with their places in a sentence."""

from qa.attribution.finding import Attribution, Manner, attributions_in

__all__ = ["Attribution", "Manner", "attributions_in"]
