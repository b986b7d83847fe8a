"""The commands `safar certificate key` and `safar certificate verify`. They import late, as bot/cli does."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

app = typer.Typer(help="Certificates: the published key; verify one without network.", no_args_is_help=True)


@app.command("key")
def key() -> None:
    """Print the public key, as PEM, for whoever wants to verify certificates by himself."""
    from papers.signature import public_pem

    typer.echo(public_pem(_signing_key()).decode(), nl=False)


@app.command("verify")
def verify(
    text: Annotated[str, typer.Argument(help="What the QR code says, or the part of it after #.")],
    key: Annotated[Path | None, typer.Option(help="The published key in PEM; else this bot's own.")] = None,
) -> None:
    """Verify a certificate's signature without network, and print what it says. It can't know of a revocation.

    Exit status: 0 it is ours and unaltered, 1 it is not, 2 there is no key to verify it by.
    """
    from papers.signature import Untrusted, payload, verified

    try:
        said = verified(_public_key(key), text.strip().rpartition("#")[2])
    except Untrusted as error:
        typer.echo(f"not to be trusted: {error}", err=True)
        raise typer.Exit(1) from None
    typer.echo(payload(said.certificate, said.name).decode())


def _public_key(path: Path | None) -> "Ed25519PublicKey":
    from papers.signature import KeyUnusable, public_key

    if path is None:
        return _signing_key().public_key()
    try:
        return public_key(path.read_bytes())
    except (OSError, KeyUnusable) as error:
        typer.echo(f"{path}: {error}", err=True)
        raise typer.Exit(2) from None


def _signing_key() -> "Ed25519PrivateKey":
    """This bot's own key; none is made by asking for it."""
    from bot.keys import signing_key
    from bot.settings import SettingsError, read_settings

    try:
        return signing_key(read_settings(), make=False)
    except SettingsError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
