"""Text that is safe to store and to show: from articles, file names, questions and error details."""

import re
import unicodedata

_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Default_Ignorable_Code_Point of Unicode 15.1, but for the characters of `_HIDDEN` and `_FILLER`, and the annotation
# marks U+FFF9 to U+FFFB. They are invisible in every context.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e001f\U000e0080-\U000e00ff\U000e01f0-\U000e0fff]"
)
_FILLER = re.compile("[\u3164\uffa0]")  # Hangul fillers, shown as a blank
# Joiners, variation selectors and tags change how their neighbours are shown, and elsewhere they show nothing.
_HIDDEN = "\u180b-\u180f\u200c\u200d\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef"
_JOINING = (  # scripts in which a letter's shape depends on its neighbours: Arabic to Thaana, Indic, Khmer, Mongolian
    "\u0600-\u07ff\u0840-\u109f\u1780-\u180a\u1810-\u18af\u1900-\u1cff\ua800-\uaaff\uabc0-\uabff\ufb50-\ufdff"
    "\ufe70-\ufefc\U00010a00-\U00011fff\U0001e900-\U0001e95f"
)
_EMOJI = "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_VARIED = (
    "\u1000-\u109f\u2200-\u22ff\u2a00-\u2aff\u3400-\u9fff\ua840-\ua87f\uf900-\ufaff\U00020000-\U0003ffff"
)
_MONGOLIAN = "\u1820-\u18aa"
# The group is kept; matches without it are removed.
_SHOWN_OR_HIDDEN = re.compile(
    "("
    "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"  # the flag of a region
    "|[0-9#*]\ufe0f(?=\u20e3)"  # a keycap
    f"|[{_VARIED}][\ufe00-\ufe0f\U000e0100-\U000e01ef]"
    f"|[{_EMOJI}][\ufe0e\ufe0f]?(?:\u200d(?=[{_EMOJI}]))?"
    f"|[{_MONGOLIAN}](?:[\u180b-\u180d\u180f]|\u180e(?=[{_MONGOLIAN}]))"
    f"|[{_JOINING}][\u200c\u200d]"
    f")|[{_HIDDEN}]"
)
_IS_HIDDEN = re.compile(f"[{_HIDDEN}]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
REPLACEMENT = "\ufffd"


def clean(text: str) -> str:
    """Normalise line ends and Unicode (NFC), and remove what could act on a screen or hide words.

    Control characters, escapes among them, and halves of a surrogate pair become U+FFFD so that one can see
    that something was there. Characters that show nothing can hide a word from a search, and those that change the
    reading direction can turn a sentence round: they are removed. Joiners, variation selectors and tags are kept only
    where they change what is shown (docs/decisions/0013-invisible-characters.md). Hangul fillers become blanks.
    Offsets count in the text that is returned. Cleaning it again changes nothing.
    """
    text = _LINE_END.sub("\n", text)
    text = _FILLER.sub(" ", _INVISIBLE.sub("", text))
    if _IS_HIDDEN.search(text):
        text = unicodedata.normalize("NFC", text)
        text = _SHOWN_OR_HIDDEN.sub(lambda found: found[1] or "", text)
    text = _CONTROL.sub(REPLACEMENT, text)
    return unicodedata.normalize("NFC", text)


def printable(text: str, *, one_line: bool = True) -> str:
    """Return a text without terminal control characters, on one line by default.

    Invalid bytes of file names (lone surrogates in Python) become U+FFFD.
    """
    shown = clean(text)
    return " ".join(shown.split()) if one_line else shown


def folded(text: str) -> str:
    """Return a text without capitals and accents, for comparing what people type with what is written."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))


def shortened(text: str, n_characters: int = 90) -> str:
    """Return the start of a text as one printable line, cut at a word and marked with "…" if it is cut."""
    whole = printable(text)
    return whole if len(whole) <= n_characters else whole[:n_characters].rsplit(" ", 1)[0] + "…"
