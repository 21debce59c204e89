"""Holidays: Christmas, Thanksgiving, Diwali."""

import warnings
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

# Countries whose calendars are searched, in this order.
_COUNTRIES = ("US", "GB", "IN")
_ASKED = {
    "Thanksgiving": "Thanksgiving",
    "Labor Day": "Labor Day",
    "Memorial Day": "Memorial Day",
    "Columbus Day": "Columbus Day",
    "Veterans Day": "Veterans Day",
    "Juneteenth": "Juneteenth",
    "Martin Luther King Jr. Day": "Martin Luther King",
    "Martin Luther King Day": "Martin Luther King",
    "Independence Day": "Independence Day",
    "Republic Day": "Republic Day",
    "Boxing Day": "Boxing Day",
    "Diwali": "Diwali",
    "Holi": "Holi",
    "Dussehra": "Dussehra",
    "Eid al-Fitr": "Eid al-Fitr",
    "Eid al-Adha": "Eid al-Adha",
    "Ram Navami": "Ram Navami",
    "Janmashtami": "Janmashtami",
}
_FIXED = {
    "Christmas": (12, 25),
    "Christmas Eve": (12, 24),
    "New Year's": (1, 1),
    "New Year's Eve": (12, 31),
    "Halloween": (10, 31),
    "May Day": (5, 1),
    "Valentine's Day": (2, 14),
}
_FROM_EASTER = {"Easter": 0, "Easter Sunday": 0, "Easter Monday": 1, "Good Friday": -2, "Palm Sunday": -7}
FEASTS = tuple(sorted((*_ASKED, *_FIXED, *_FROM_EASTER), key=len, reverse=True))


def feast_days(name: str, year: int) -> tuple[date, ...]:
    """Return the date of a holiday in a year, then the dates of the same name in other countries."""
    plain = name.replace("’", "'")
    plain = plain if plain in FEASTS else plain.removesuffix(" Day")
    if plain in _FIXED:
        return (date(year, *_FIXED[plain]),)
    if plain in _FROM_EASTER:
        from dateutil.easter import easter

        return (easter(year) + timedelta(days=_FROM_EASTER[plain]),)
    return tuple(dict.fromkeys(_listed(_ASKED.get(plain, plain), year)))


def _listed(name: str, year: int) -> Iterator[date]:
    for country in _COUNTRIES:
        yield from (day for day, names in _calendar(country, year) if _is_called(names, name))


def _is_called(names: str, name: str) -> bool:
    """Return whether one of a day's names is this one: Juneteenth is not Independence Day."""
    return any(each.startswith(name) for each in names.split("; "))


@cache
def _calendar(country: str, year: int) -> tuple[tuple[date, str], ...]:
    from holidays import country_holidays

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # lunar calendars cover only some years
        language = "en_GB" if country == "GB" else "en_US"
        return tuple(country_holidays(country, years=year, language=language).items())
