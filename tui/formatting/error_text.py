"""Whatever goes wrong → what to tell the user."""

from qa import DatelineError


def error_text(error: Exception) -> DatelineError:
    """Return what to tell the user; anything that is not a DatelineError is a defect of ours."""
    if isinstance(error, DatelineError):
        return error
    return DatelineError(
        f"Something went wrong inside Dateline: {type(error).__name__}: {error}",
        "This is a defect; please report it. Everything that was stored is kept.",
    )
