"""The bot itself."""

from sandbox.fields import JSON
from sandbox.methods.call import Call

# What getMe tells beside the name; this bot has nothing of it.
ABILITIES = (
    *("can_read_all_group_messages", "supports_inline_queries", "supports_guest_queries"),
    *("can_connect_to_business", "has_main_web_app", "has_topics_enabled", "allows_users_to_create_topics"),
    "can_manage_bots",
)


def get_me(call: Call) -> JSON:
    """Tell the bot who it is."""
    return call.state.sender().to_dict() | {"can_join_groups": True} | dict.fromkeys(ABILITIES, False)


def log_out(_: Call) -> JSON:
    """Leave the cloud server; here nothing changes."""
    return True


def close(_: Call) -> JSON:
    """Close before moving to another server; here nothing changes."""
    return True
