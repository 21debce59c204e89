"""`dateline serve` and `dateline mcp`."""

from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import typer

from qa.engine import Engine
from qa.errors import SettingsError
from qa.utils.escaping import visible

_HTTP_PACKAGES = ("fastapi", "uvicorn", "fastapi_offline")
_MCP_PACKAGES = ("mcp",)


def serve(engine: Engine, host: str, port: int, token_file: Path | None, names: tuple[str, ...]) -> None:
    """Serve the HTTP interface until Ctrl+C."""
    _require(_HTTP_PACKAGES, "dateline serve")
    from qa.serving.access import Access
    from qa.serving.running import address_of, listening, run_server, token_in

    token, is_new = token_in(token_file, host)
    bound = listening(host, port)
    from qa.serving.http_app import http_app
    from qa.serving.service import Service

    def announce() -> None:
        typer.echo(
            visible(f"Dateline answers at {address_of(bound)} (description: {address_of(bound)}/docs).")
        )
        if token:
            made = "A new token was written to" if is_new else "The token is in"
            typer.echo(visible(f"{made} {token_file}. Clients send it as: Authorization: Bearer TOKEN"))
        typer.echo("Press Ctrl+C to stop.")

    run_server(http_app(Service(engine), Access(host, token, names), version("dateline-qa")), bound, announce)


def mcp(engine: Engine) -> None:
    """Serve the Model Context Protocol over standard input and output until the input ends."""
    _require(_MCP_PACKAGES, "dateline mcp")
    from qa.serving.mcp_tools import mcp_server
    from qa.serving.service import Service

    mcp_server(Service(engine), version("dateline-qa")).run()


def _require(packages: tuple[str, ...], command: str) -> None:
    missing = [name for name in packages if find_spec(name) is None]
    if missing:
        raise SettingsError(
            f"{command} needs packages that are not installed ({', '.join(missing)}).",
            "Install them with: pip install 'dateline-qa[server]'",
        )
