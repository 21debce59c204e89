"""Connecting to LanceDB, with credentials and endpoint from the environment, and errors for the user."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from qa.errors import EngineMissingError, LibraryUnreachableError, SettingsError, brief
from qa.settings.library_location import LanceAddress
from qa.utils.text import printable

_LOG_LEVELS = (
    "LANCEDB_LOG",
    "LANCE_LOG",
)  # without them, warnings for developers are written to standard error
_ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
_REGIONS = ("AWS_REGION", "AWS_DEFAULT_REGION")
_CREDENTIALS = {
    "aws_access_key_id": "AWS_ACCESS_KEY_ID",
    "aws_secret_access_key": "AWS_SECRET_ACCESS_KEY",
    "aws_session_token": "AWS_SESSION_TOKEN",
}
# Without any of these, the storage library would ask the cloud's metadata service.
_OTHER_CREDENTIALS = (
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_PATIENCE = {
    "connect_timeout": "5s",
    "timeout": "60s",
    "client_max_retries": "3",
    "client_retry_timeout": "20",
}


def connect(address: LanceAddress) -> Any:
    """Return a connection to the tables at an address; every read sees what other processes have written."""
    for name in _LOG_LEVELS:
        os.environ.setdefault(name, "off")
    try:
        import lancedb
    except ImportError:
        raise EngineMissingError(address, "LanceDB", "scale") from None
    options = storage_options(os.environ) if address.is_bucket else None
    place = f"s3://{address.place}" if address.is_bucket else address.place
    with naming_errors(address):
        return lancedb.connect(place, storage_options=options, read_consistency_interval=timedelta(0))


def storage_options(environment: Mapping[str, str]) -> dict[str, str]:
    """Return how to reach the object store; SettingsError without credentials, and for an endpoint without TLS."""
    given = {
        name: environment[variable] for name, variable in _CREDENTIALS.items() if environment.get(variable)
    }
    if "aws_access_key_id" not in given and not any(map(environment.get, _OTHER_CREDENTIALS)):
        raise SettingsError(
            "There are no credentials for the object store.",
            "Set the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
        )
    options = {**_PATIENCE, **given}
    if region := _first(environment, _REGIONS):
        options["region"] = region
    if endpoint := _first(environment, _ENDPOINTS):
        options["endpoint"] = endpoint
        if endpoint.startswith("http://"):
            _refuse_plain(endpoint, environment)
            options["allow_http"] = "true"
    return options


def _refuse_plain(endpoint: str, environment: Mapping[str, str]) -> None:
    """Refuse to send articles unencrypted to another machine, unless the user allows it."""
    is_here = urlsplit(endpoint).hostname in _LOOPBACK
    if not is_here and environment.get("AWS_ALLOW_HTTP", "").lower() != "true":
        raise SettingsError(
            f"The endpoint {printable(endpoint)} doesn't encrypt what is sent.",
            "Use https://, or set AWS_ALLOW_HTTP=true if the network is your own.",
        )


def _first(environment: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((environment[name] for name in names if environment.get(name)), None)


@contextmanager
def naming_errors(address: LanceAddress) -> Iterator[None]:
    """Turn errors of LanceDB and the operating system into one that names the library."""
    try:
        yield
    except (RuntimeError, OSError, ValueError) as error:
        raise LibraryUnreachableError(address, printable(brief(error))) from error
