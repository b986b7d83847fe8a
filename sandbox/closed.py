"""What only Telegram's closed side decides: the rules and texts are known from reports, and settable."""

from sandbox.limits import Limits
from sandbox.rules import BotApiError, bad_request

# A rule's name, and what the closed side says when it is broken.
REASONS = {
    "button_data": "BUTTON_DATA_INVALID",
    "button_type": "BUTTON_TYPE_INVALID",
    "button_copy_text": "BUTTON_COPY_TEXT_INVALID",
    "markup_size": "reply markup is too long",
    "effect": "EFFECT_ID_INVALID",
    "quote": "QUOTE_TEXT_INVALID",
    "photo_content": "IMAGE_PROCESS_FAILED",
    "photo_sides": "PHOTO_INVALID_DIMENSIONS",
    "foreign_file": "wrong file identifier/HTTP URL specified",
    "file_by_url": "failed to get HTTP URL content",
    "callback_text": "MESSAGE_TOO_LONG",
    "callback_url": "URL_INVALID",
    "commands_count": "BOT_COMMANDS_TOO_MUCH",
    "command_name": "BOT_COMMAND_INVALID",
    "name_length": "bot name is too long",
    "description_length": "bot description is too long",
    "short_description_length": "bot short description is too long",
    "explanation": "MESSAGE_TOO_LONG",
    "edited_text": "MESSAGE_TOO_LONG",
    "edited_caption": "MEDIA_CAPTION_TOO_LONG",
    "phone_number": "wrong phone number specified",
}
# Effects that every bot may use.
EFFECTS = (
    *("5104841245755180586", "5107584321108051014", "5104858069142078462"),
    *("5159385139981059251", "5046509860389126442", "5046589136895476101"),
)


def refusal(limits: Limits, rule: str) -> BotApiError | None:
    """Return how a broken rule is answered; None when the closed side's rules are off."""
    return bad_request(limits.wording.get(rule, REASONS[rule])) if limits.closed else None


def refuse(limits: Limits, rule: str) -> None:
    """Refuse a request that breaks a rule, unless the closed side's rules are off."""
    if error := refusal(limits, rule):
        raise error


def refuse_if(limits: Limits, rules: list[str]) -> None:
    """Refuse a request for the first rule it breaks."""
    for rule in rules:
        refuse(limits, rule)
