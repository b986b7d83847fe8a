"""Files that the bot wants to download."""

from sandbox import fileids
from sandbox.fields import JSON
from sandbox.methods.call import Call
from sandbox.rules import DOWNLOAD_BYTES, BotApiError, bad_request


def get_file(call: Call) -> JSON:
    """Tell where a file can be downloaded."""
    file_id = call.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    file = call.state.files.stored.get(file_id)
    if file is None:
        _check(file_id)
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(file.data) > DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return file.file()


def _check(file_id: str) -> None:
    """Word whatever is wrong with an identifier the same way, unlike sending."""
    try:
        fileids.checked(file_id)
    except BotApiError:
        raise bad_request("invalid file_id") from None
