"""The words of temporal expressions; each belongs to one class, the grammar handles other uses."""

WORDS = {
    "the": "the",
    "a": "a an",
    "of": "of",
    "in": "in",
    "on": "on",
    "at": "at",
    "and": "and",
    "or": "or",
    "to": "to until till through",
    "from": "from between",
    "by": "by since during for within",
    "last": "last",
    "past": "past",
    "previous": "previous preceding prior",
    "next": "next coming upcoming forthcoming",
    "following": "following ensuing subsequent",
    "this": "this",
    "current": "current",
    "that": "that those these same",
    "latest": "latest",
    "comparable": "comparable",
    "each": "each every",
    "all": "all whole full entire",
    "early": "early mid",
    "late": "late",
    "earlier": "earlier",
    "later": "later",
    "beginning": "beginning start middle end",
    "ago": "ago",
    "before": "before",
    "after": "after",
    "about": "about around nearly almost approximately roughly some over",
    "more": "more less fewer",
    "than": "than",
    "up": "up",
    "least": "least most",
    "no": "no",
    "another": "another additional further extra",
    "few": "few several many couple",
    "recent": "recent",
    "first": "first",
    "second": "second",
    "unit": "day week month year decade century",
    "units": "days weeks months years decades centuries",
    "short_unit": "minute hour",
    "short_units": "minutes hours seconds",
    "fortnight": "fortnight",
    "weekend": "weekend",
    "quarter": "quarter",
    "quarters": "quarters",
    "half": "half",
    "period": "period",
    "fiscal": "fiscal financial",
    "old": "old",
    "long": "long",
    "term": "term",
    "part": "morning afternoon evening night",
    "noon": "noon midnight midday dawn dusk",
    "season": "summer winter autumn",
    "spring": "spring fall",
    "today": "today tonight yesterday tomorrow",
    "now": "now",
    "currently": "currently nowadays presently",
    "recently": "recently lately",
    "previously": "previously formerly",
    "soon": "soon shortly",
    "future": "future",
    "near": "near",
    "time": "time moment",
    "crucial": "crucial present very",
    "times": "times",
    "one": "one",
    "nineteen": "nineteen",
    "so": "so",
    "as": "as",
    "again": "daily weekly monthly annually",
    "ended": "ended ending",
    "ie": "i.e",
}
# Words that are temporal only when capitalised.
CAPITALISED = {
    "month": (
        "January February April June July August September October November December"
        " JANUARY FEBRUARY APRIL JUNE JULY AUGUST SEPTEMBER OCTOBER"
        " NOVEMBER DECEMBER"
    ),
    "may": "May March",
    "short_month": "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec",
    "weekday": (
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY"
        " SUNDAY"
    ),
    "short_weekday": "Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun",
    "weekdays": "Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays Sundays",
    "zone": "GMT UTC EST EDT CST CDT MST MDT PST PDT CET CEST BST IST ET PT",
    "paper": (
        "Times Telegraph Mirror Post Herald Mail Express Tribune Journal Independent Observer Gazette Chronicle"
    ),
}

# Words after a date that are no noun which it describes.
NO_NOUNS = frozenset(
    "was were is are has had have did does will would may might can could should when where while who which that"
    " because although though if as with without for but into over under against among amid until till than then"
    " also still not only just".split()
)
