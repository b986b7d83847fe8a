"""Where updates go: polling and the webhook."""

from functools import partial

from sandbox.fields import JSON
from sandbox.files import Upload
from sandbox.methods.call import Call, Noted
from sandbox.updates import Hook


async def get_updates(call: Call) -> JSON:
    """Hand over updates."""
    call.state.queue.allow(call.text("allowed_updates"))
    offset = call.number("offset", -(2**31), 2**31 - 1)
    return await call.state.queue.get(
        offset, call.number("limit", 1, 100, 100), call.number("timeout", 0, 50)
    )


async def set_webhook(call: Call) -> JSON:
    """Deliver updates to an address."""
    url = call.text("url")
    wanted = Hook(
        url, call.text("secret_token"), call.number("max_connections", 1, 100, 40), call.text("ip_address"),
        certificate=bool(_certificate(call)),
    )  # fmt: skip
    change = partial(call.state.queue.allow, call.text("allowed_updates"))
    if not url:
        return delete_webhook(call)
    call.state.journal.secrets = [call.state.token, wanted.secret]
    return Noted(True, await call.courier.point(wanted, change, drop=call.flag("drop_pending_updates")))


def _certificate(call: Call) -> Upload | None:
    given = call.text("certificate")
    return call.files.get(given.removeprefix("attach://") if given.startswith("attach://") else "certificate")


def delete_webhook(call: Call) -> JSON:
    """Go back to polling."""
    return Noted(True, call.courier.unpoint(drop=call.flag("drop_pending_updates")))


def get_webhook_info(call: Call) -> JSON:
    """Tell where updates go and what went wrong."""
    return call.courier.info()
