"""What a body has agreed to, as it is kept: `approvals/<body>.json`, each entry signed with the body's own key.

Written by `safar approve`, never by hand.
"""

import base64
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

FOLDER = "approvals"


class ApprovalError(Exception):
    """An agreement can't be taken down; one line that says why and the cure. Nothing was written."""


class Given(BaseModel):
    """What a body has agreed to in one go, and its signature over that."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    by: str
    on: date
    units: dict[str, str]
    signature: str

    def signed(self, body: str) -> bytes:
        """What the signature is made over."""
        what = {"body": body, "by": self.by, "on": self.on.isoformat(), "units": self.units}
        return json.dumps(what, ensure_ascii=False, sort_keys=True).encode()


class Agreements(BaseModel):
    """All that one body has agreed to: `approvals/<body>.json`. The key is Ed25519, base64."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    public_key: str
    given: tuple[Given, ...] = ()


def signature_holds(body: str, agreements: Agreements, given: Given) -> bool:
    """Whether what was given was signed with the body's key."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - most contents have no approvals yet
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415 - as above

    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(agreements.public_key, validate=True))
        key.verify(base64.b64decode(given.signature, validate=True), given.signed(body))
    except (InvalidSignature, ValueError):
        return False
    return True


def sign(
    content: Path,
    agreements: Agreements | None,
    body: str,
    by: str,
    on: date,
    units: Mapping[str, str],
    key_file: Path,
) -> None:
    """Sign for these units and write it down. Raises ApprovalError: the key is not there, or not the body's."""
    given = Given(by=by, on=on, units=dict(units), signature="")
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - heavy
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 - heavy
        Encoding,
        NoEncryption,
        PrivateFormat,
        load_pem_private_key,
    )

    if agreements is None and not key_file.exists():
        made = Ed25519PrivateKey.generate()
        key_file.parent.mkdir(parents=True, exist_ok=True)
        key_file.touch(0o600, exist_ok=False)
        key_file.write_bytes(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    try:
        key = load_pem_private_key(key_file.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise ApprovalError(
            f"{key_file} is no key of {body} ({type(error).__name__}); give it by --key"
        ) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise ApprovalError(f"{key_file} is no Ed25519 key; give the key of {body} by --key")
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    if agreements and agreements.public_key != public:
        raise ApprovalError(f"{key_file} is not the key that {body} has signed with; give that one by --key")
    signature = base64.b64encode(key.sign(given.signed(body))).decode()
    kept = tuple(
        old
        for old in (agreements.given if agreements else ())
        if not set(old.units.items()) <= set(given.units.items())
    )
    new = Agreements(public_key=public, given=(*kept, given.model_copy(update={"signature": signature})))
    write_agreements(content, body, new)


def write_agreements(content: Path, body: str, agreements: Agreements) -> None:
    """Write a body's agreements, whole or not at all."""
    file = content / FOLDER / f"{body}.json"
    file.parent.mkdir(exist_ok=True)
    half = file.with_suffix(".half")
    half.write_text(
        json.dumps(agreements.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n", "utf-8"
    )
    half.replace(file)


def read_agreements(content: Path, body: str) -> Agreements | None:
    """A body's agreements, None if it has given none. Raises ApprovalError for a file that can't be read."""
    file = content / FOLDER / f"{body}.json"
    try:
        return Agreements.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError, ValueError) as error:
        raise ApprovalError(f"{FOLDER}/{body}.json can't be read ({type(error).__name__})") from error
