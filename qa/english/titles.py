"""Words for a person's role or rank."""

# "The ministry's director for fisheries, Mara Holt"
ROLES = frozenset(
    """
    spokesman spokeswoman spokesperson minister secretary commissioner director president chairman chairwoman chair
    head chief leader governor mayor ambassador envoy representative coordinator co-ordinator rapporteur prosecutor
    judge lawyer attorney coach captain manager officer official adviser advisor analyst economist editor
    correspondent professor treasurer inspector commander general founder owner keeper master negotiator mediator
    senator lawmaker legislator deputy expert executive superintendent registrar engineer doctor rector dean warden
    """.split()
)
RANKS = frozenset(
    """
    king queen prince princess pope premier chancellor senator justice colonel major sergeant lieutenant bishop
    archbishop cardinal sheikh ayatollah imam champion striker midfielder defender goalkeeper singer actor actress
    """.split()
)
