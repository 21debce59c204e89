"""Running the HTTP server: its address, its token, and its end."""

import secrets
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Final

from qa.errors import SettingsError
from qa.serving.access import is_loopback
from qa.utils.private_files import create_private_file, make_private_folder

_MIN_TOKEN_CHARACTERS: Final = 16
_MAX_TOKEN_BYTES: Final = 4_096
_END_SECONDS: Final = 5


def token_in(path: Path | None, host: str) -> tuple[str | None, bool]:
    """Return the token in a file, and whether the file was created with a new one; None for no file.

    Raises SettingsError for an unusable file, or without one when other machines could reach `host`.
    """
    if path is None:
        if not is_loopback(host):
            raise SettingsError(
                f"Other machines can reach {host}, so a token is needed.",
                "Add --token-file FILE. If there is no such file, it is created with a new token.",
            )
        return None, False
    try:
        if not path.exists():
            make_private_folder(path.parent)
            with create_private_file(path) as file:
                file.write(f"{secrets.token_urlsafe(32)}\n")
            return path.read_text(encoding="utf-8").strip(), True
        with path.open(encoding="utf-8") as file:
            token = file.read(_MAX_TOKEN_BYTES).strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not text"
        raise SettingsError(f"Can't use the token file {path} ({reason}).", "Choose another file.") from error
    if len(token) < _MIN_TOKEN_CHARACTERS or not token.isascii() or any(char.isspace() for char in token):
        raise SettingsError(
            f"The token in {path} is not usable.",
            f"It needs {_MIN_TOKEN_CHARACTERS} or more ASCII characters without spaces.",
        )
    return token, False


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 takes a free one. Raises SettingsError if it can't be used."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(128)
    except OSError as error:
        made.close()
        raise SettingsError(
            f"Can't listen on {host}, port {port} ({error.strerror or error}).",
            "Choose another address with --host, or another port with --port.",
        ) from error
    return made


def address_of(bound: socket.socket) -> str:
    """Return the address of a listening socket, as a client writes it."""
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def run_server(app: object, bound: socket.socket, announce: Callable[[], None]) -> None:
    """Serve until SIGINT or SIGTERM; `announce` is called when the first request can be answered."""
    import uvicorn

    class Announcing(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            announce()

    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        access_log=False,
        log_level="error",
        server_header=False,
        proxy_headers=False,
        ws="none",
        timeout_graceful_shutdown=_END_SECONDS,
        limit_concurrency=256,
    )
    Announcing(config).run(sockets=[bound])
