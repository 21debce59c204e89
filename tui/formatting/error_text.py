"""Exceptions → errors for the user."""

from qa import DatelineError


def error_text(error: Exception) -> DatelineError:
    """Return the error to show; any exception that is not a DatelineError is a bug."""
    if isinstance(error, DatelineError):
        return error
    return DatelineError(
        f"Dateline ran into an unexpected error ({type(error).__name__}: {error}).",
        "This is a bug. Please report it. Your library is not affected.",
    )
