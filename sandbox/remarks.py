"""What Telegram forgives in a request, though its documentation says otherwise."""

from collections.abc import Mapping

from sandbox.files import Upload


def remarks_on(method: str, params: Mapping[str, str], files: Mapping[str, Upload]) -> list[str]:  # noqa: ARG001
    """Return one sentence for each departure; the request is carried out all the same."""
    return []
