"""Times of day on the command line."""

from datetime import datetime, timedelta


def time_today(text: str) -> float:
    """Return the next time of the form HH:MM as seconds since the epoch."""
    now = datetime.now().astimezone()
    clock = datetime.strptime(text, "%H:%M")  # noqa: DTZ007 - only its hour and minute are used
    chosen = now.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    return (chosen if chosen > now else chosen + timedelta(days=1)).timestamp()
