"""What the bot says about itself: commands, name, descriptions, menu button; each per language."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

DEFAULT_SCOPE = '{"type": "default"}'
PRIVATE_SCOPE = '{"type": "all_private_chats"}'


def scope_key(scope: dict[str, Any] | None) -> str:
    """Return a scope as one comparable word."""
    return json.dumps(scope, sort_keys=True) if scope else DEFAULT_SCOPE


@dataclass(slots=True)
class Profile:
    """The bot's own page."""

    name: dict[str, str] = field(default_factory=dict)
    description: dict[str, str] = field(default_factory=dict)
    short_description: dict[str, str] = field(default_factory=dict)
    # By scope, then by language.
    commands: dict[str, dict[str, list[dict[str, str]]]] = field(default_factory=dict)
    # By chat id; "" is every other chat.
    menu_buttons: dict[str, dict[str, Any]] = field(default_factory=dict)

    def commands_for(self, chat_id: int, language: str) -> list[dict[str, str]]:
        """Return the commands a person sees: the narrowest scope first, the own language first."""
        own = scope_key({"type": "chat", "chat_id": chat_id})
        for scope in (own, PRIVATE_SCOPE, DEFAULT_SCOPE):
            lists = self.commands.get(scope, {})
            if found := lists.get(language) or lists.get(""):
                return found
        return []

    def shown_to(self, chat_id: int, language: str) -> dict[str, Any]:
        """Return the page as one person sees it."""
        button = self.menu_buttons.get(str(chat_id)) or self.menu_buttons.get("") or {"type": "default"}
        return {
            "name": in_language(self.name, language),
            "description": in_language(self.description, language),
            "short_description": in_language(self.short_description, language),
            "commands": self.commands_for(chat_id, language),
            "menu_button": button,
        }

    def dump(self) -> dict[str, Any]:
        """Return all of it as plain JSON."""
        return asdict(self)


def in_language(texts: dict[str, str], language: str) -> str:
    """Return the text in a language, else the one for all."""
    return texts.get(language) or texts.get("", "")


def put(texts: dict[str, str], language: str, text: str) -> None:
    """Set a text in a language; an empty one removes it."""
    if text:
        texts[language] = text
    else:
        texts.pop(language, None)
