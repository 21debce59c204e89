"""A temporal expression as the tokens of a text, with its numbers, month, weekday and year."""

from dataclasses import dataclass

from qa.dates.calendar import WEEKDAYS
from qa.dates.numerals import ORDINAL_NUMBERS, number_of
from qa.dates.tokens import Tokens
from qa.records import Span

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
NUMBERS = ("number", "daynum", "one", "fraction")


@dataclass(frozen=True, slots=True)
class Mention:
    """A temporal expression: tokens `first` to `last` (exclusive) and the family of its grammar."""

    tokens: Tokens
    family: str
    first: int
    last: int

    @property
    def span(self) -> Span:
        """The characters of the mention."""
        return Span(self.tokens.starts[self.first], self.tokens.ends[self.last - 1])

    @property
    def text(self) -> str:
        """The text of the mention."""
        return self.span.of(self.tokens.text)

    @property
    def names(self) -> list[str]:
        """The classes of the mention's tokens."""
        return [self.tokens.named(number) for number in range(self.first, self.last)]

    def has(self, *names: str) -> bool:
        """Return whether the mention has a token of one of these classes."""
        return any(name in names for name in self.names)

    def word(self, *names: str) -> str | None:
        """Return the first token of one of these classes, in lower case."""
        for number, name in enumerate(self.names, start=self.first):
            if name in names:
                return self.tokens.word(number).lower()
        return None

    def words(self, *names: str) -> list[str]:
        """Return all tokens of these classes, in lower case."""
        found = enumerate(self.names, start=self.first)
        return [self.tokens.word(number).lower() for number, name in found if name in names]

    def number(self, *names: str) -> float | None:
        """Return the number expressed by the tokens of these classes."""
        return number_of(self.words(*(names or NUMBERS)))

    @property
    def month(self) -> int | None:
        """The month, 1 to 12."""
        word = self.word("month", "may", "short_month")
        return _MONTHS.index(word[:3]) + 1 if word else None

    @property
    def day_number(self) -> int | None:
        """The day of the month: the number next to the month, not an hour."""
        names = self.names
        beside = [at for at, name in enumerate(names) if name in ("month", "may", "short_month")]
        places = [at for at, name in enumerate(names) if name in ("daynum", "ordinal", "first", "second")]
        if not beside or not places:
            return None
        word = self.tokens.word(self.first + min(places, key=lambda at: abs(at - beside[0])))
        digits = "".join(char for char in word if char.isdigit())
        return int(digits) if digits else ORDINAL_NUMBERS.get(word.lower())

    @property
    def weekday(self) -> int | None:
        """The day of the week, 0 is Monday."""
        word = self.word("weekday", "short_weekday", "weekdays")
        names = [name.lower()[:3] for name in WEEKDAYS]
        return names.index(word[:3]) if word else None

    @property
    def year(self) -> int | None:
        """The year, in digits or as in "nineteen ninety-seven"."""
        word = self.word("year")
        if word:
            return int(word)
        spoken = number_of(self.words("nineteen", "number", "one"))
        return int(spoken) if spoken and 1000 < spoken < 2100 else None  # noqa: PLR2004 - "nineteen" alone is not a year

    @property
    def ordinal(self) -> int | None:
        """The number of an ordinal."""
        word = self.word("ordinal", "first", "second")
        if word is None:
            return None
        return ORDINAL_NUMBERS.get(word) or int("".join(char for char in word if char.isdigit()))
