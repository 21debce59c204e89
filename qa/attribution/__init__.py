"""Quotation attribution: speakers and their statements, with their spans in a sentence."""

from qa.attribution.asides import Attribution
from qa.attribution.quotations import attributions_in
from qa.attribution.reported_speech import Manner

__all__ = ["Attribution", "Manner", "attributions_in"]
