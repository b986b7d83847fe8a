"""The schema, once for both engines. Each column says what kind of personal data it is and when it ends."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    false,
)

metadata = MetaData()

_FORGOTTEN = "when the person asks to be forgotten: the row is deleted"
_KEPT = "never: it is the author's own word to many and points to nobody"
_UNSENT = "when the person is forgotten, or no longer wants to be written to and it is not sent yet: the row is deleted"
_NEVER = "never: it counts people and points to nobody"


def _info(personal: str, ends: str) -> dict[str, str]:
    return {"personal": personal, "ends": ends}


def _behaviour() -> dict[str, str]:
    return _info("behaviour", _FORGOTTEN)


# Days are ISO text: they sort and compare alike in both engines, and need no conversion on the way.
# No column holds a moment finer than a day.
learner = Table(
    "learner",
    metadata,
    Column("key", LargeBinary, primary_key=True, info=_info("pseudonym", _FORGOTTEN)),
    Column("language", Text, nullable=False, info=_behaviour()),
    Column("citizenship", Text, info=_behaviour()),
    Column("home", Text, nullable=False, info=_behaviour()),
    Column("enrolled_on", Text, nullable=False, info=_behaviour()),
    Column("place_lesson", Integer, info=_behaviour()),
    Column("place_card", Text, info=_behaviour()),
    Column("lessons", Text, nullable=False, info=_behaviour()),  # {"501":[7,"2026-11-23",80]}
    Column("attempt", Text, info=_behaviour()),  # [501,1,7,80,[["q1","d7",true]]]
    Column("asked", Text, nullable=False, info=_behaviour()),  # ["home","write"]
    Column("typing_home", Boolean, nullable=False, info=_behaviour()),
    Column("may_write", Boolean, nullable=False, info=_behaviour()),
    Column(
        "sealed_address",
        LargeBinary,
        info=_info("sealed address", "when the person no longer wants to be written to, or is forgotten"),
    ),
    Column("tallied", Text, nullable=False, info=_behaviour()),  # ["enrolled","lesson-501"]
    Column("version", BigInteger, nullable=False, info=_info("none", _FORGOTTEN)),
    Column(
        "recent",  # [912345678,912345679]
        Text,
        nullable=False,
        info=_info("behaviour", "each id after 16 further steps; all when the person is forgotten"),
    ),
    Column("blocked", Boolean, nullable=False, server_default=false(), info=_behaviour()),
    Column("seen", Integer, nullable=False, server_default="0", info=_behaviour()),  # a release's number
    Column(
        "rated", Text, nullable=False, server_default="{}", info=_behaviour()
    ),  # {"501.term":[7,"ky",true]}
    Column("tried", Text, nullable=False, server_default="[]", info=_behaviour()),  # [501]
    # {"1":[7,"2026-11-23",40,null,{"how-soon":"wrong"}]}: release, day, best score, passed on, first outcomes
    Column("checks", Text, nullable=False, server_default="{}", info=_behaviour()),
    # {"went-on":"2026-11-23","module-5":"2026-11-24"}: what is complete, and since when
    Column("milestones", Text, nullable=False, server_default="{}", info=_behaviour()),
    Column(
        "cohort", Text, nullable=False, server_default="", info=_behaviour()
    ),  # the session that was joined
    sqlite_with_rowid=False,  # the key is stored once, and a forgotten one is erased in one place
)


def _counts(name: str) -> Table:
    return Table(
        name,
        metadata,
        Column("territory", Text, primary_key=True, info=_info("none", _NEVER)),
        Column("day", Text, primary_key=True, info=_info("none", _NEVER)),
        Column("figure", Text, primary_key=True, info=_info("none", _NEVER)),
        Column("n", Integer, CheckConstraint("n >= 0"), nullable=False, info=_info("none", _NEVER)),
        sqlite_with_rowid=False,
    )


# A message to many, in the author's words; it points to nobody. The number is given by us, one after the other.
broadcast = Table(
    "broadcast",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False, info=_info("none", _KEPT)),
    Column("texts", Text, nullable=False, info=_info("none", _KEPT)),  # {"ky":"Салам", …}, Telegram's HTML
    Column("audience", Text, nullable=False, info=_info("none", _KEPT)),  # {"languages":["ky"], …}
    Column("not_after", Text, nullable=False, info=_info("none", _KEPT)),  # 2026-12-01T13:00, UTC; or empty
    Column("state", Text, nullable=False, info=_info("none", _KEPT)),
    Column("made_on", Text, nullable=False, info=_info("none", _KEPT)),
    # correction-2-fact-registration-term-tj: what is made by itself is made once; empty for what an operator wrote
    Column("origin", Text, info=_info("none", _KEPT)),
)

Index("broadcast_origin", broadcast.c.origin, unique=True)

# Who is to get it, and how that ended. There is no address: it stands, sealed, with the learner.
# `zone` says by whose clock he sleeps, so that sleepers are passed over without being read.
outbox = Table(
    "outbox",
    metadata,
    Column("learner", LargeBinary, primary_key=True, info=_info("pseudonym", _FORGOTTEN)),
    Column("broadcast", Integer, primary_key=True, autoincrement=False, info=_behaviour()),
    Column("state", Text, nullable=False, info=_info("behaviour", _UNSENT)),
    Column("zone", Text, nullable=False, info=_behaviour()),
    sqlite_with_rowid=False,
)
Index("outbox_state", outbox.c.broadcast, outbox.c.state, outbox.c.zone)

# What authors learn from: sums over everybody, also over those who were forgotten since.
insight = Table(
    "insight",
    metadata,
    Column("language", Text, primary_key=True, info=_info("none", _NEVER)),
    Column("release", Integer, primary_key=True, autoincrement=False, info=_info("none", _NEVER)),
    Column("lesson", Integer, primary_key=True, autoincrement=False, info=_info("none", _NEVER)),
    Column("item", Text, primary_key=True, info=_info("none", _NEVER)),
    Column("figure", Text, primary_key=True, info=_info("none", _NEVER)),
    Column("n", Integer, nullable=False, info=_info("none", _NEVER)),
    sqlite_with_rowid=False,
)

# What people gain by the course: how many answered an idea so before it and so after it, of who took both checks.
gain = Table(
    "gain",
    metadata,
    Column("language", Text, primary_key=True, info=_info("none", _NEVER)),
    Column("citizenship", Text, primary_key=True, info=_info("none", _NEVER)),
    Column("release", Integer, primary_key=True, autoincrement=False, info=_info("none", _NEVER)),
    Column("pair", Text, primary_key=True, info=_info("none", _NEVER)),
    Column("first", Text, primary_key=True, info=_info("none", _NEVER)),
    Column("last", Text, primary_key=True, info=_info("none", _NEVER)),
    Column("n", Integer, nullable=False, info=_info("none", _NEVER)),
    sqlite_with_rowid=False,
)

counter = _counts("counter")
tally = _counts("tally")


def _plain(name: str, kind: type[Text | Integer], *, key: bool = False, null: bool = False) -> Column[Any]:
    """A column that says nothing of a learner. A number that is a key is given by us."""
    info = _info("none", _NEVER)
    if not key:
        return Column(name, kind, nullable=null, info=info)
    if kind is Integer:
        return Column(name, kind, primary_key=True, autoincrement=False, info=info)
    return Column(name, kind, primary_key=True, info=info)


# Answers to questions as people of a territory, or of a cohort ("c-" and its code), gave them in their first attempt.
here = Table(
    "here",
    metadata,
    _plain("place", Text, key=True),
    _plain("lesson", Integer, key=True),
    _plain("question", Text, key=True),
    _plain("figure", Text, key=True),
    _plain("n", Integer),
    sqlite_with_rowid=False,
)

# Figures as they were published: written once, never changed. `numbers` is {"enrolled":120,"enrolled@ky":80}; of a
# large region it holds thousands, so the few that are read of many places and weeks stand apart, in `headlines`.
figure_release = Table(
    "figure_release",
    metadata,
    _plain("number", Integer, key=True),
    _plain("until", Text),
    _plain("course", Integer),
)
figure_page = Table(
    "figure_page",
    metadata,
    _plain("release", Integer, key=True),
    _plain("territory", Text, key=True),
    _plain("headlines", Text),
    _plain("numbers", Text),
    sqlite_with_rowid=False,
)

_OFFICIAL = "when the seat is handed over or revoked: the holder's pseudonym is removed"
seat = Table(
    "seat",
    metadata,
    _plain("number", Integer, key=True),
    _plain("territory", Text),
    _plain("role", Text),
    _plain("given_by", Integer),
    _plain("given_on", Text),
    Column("holder", LargeBinary, info=_info("pseudonym of an official", _OFFICIAL)),
)
Index("seat_holder", seat.c.holder)

# Links that work once: to take a seat, and to enter the pages. Only what a link's secret hashes to is kept.
invitation = Table(
    "invitation",
    metadata,
    Column("hash", LargeBinary, primary_key=True, info=_info("none", "when it is taken: the row is deleted")),
    _plain("territory", Text),
    _plain("role", Text),
    _plain("given_by", Integer),
    _plain("expires_on", Text),
    _plain("givers", Text),
    _plain("seat", Integer),
)
entrance = Table(
    "entrance",
    metadata,
    Column(
        "hash", LargeBinary, primary_key=True, info=_info("none", "minutes after it was made, or at its use")
    ),
    _plain("kind", Text),  # "link" works once, "cookie" until it ends
    _plain("seat", Integer),
    _plain("ends_at", Text),
)

# Who gave what, and who saw which report when, by seats and days; it outlives the seat and names nobody.
seat_log = Table(
    "seat_log",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, info=_info("none", _NEVER)),
    _plain("day", Text),
    _plain("seat", Integer),
    _plain("what", Text),
    _plain("territory", Text),
    _plain("detail", Text),
)

subunit = Table(
    "subunit",
    metadata,
    _plain("code", Text, key=True),
    _plain("name", Text),
    _plain("made_on", Text),
    _plain("seat", Integer),
)

cohort = Table(
    "cohort",
    metadata,
    _plain("code", Text, key=True),
    _plain("territory", Text),
    _plain("seat", Integer),
    _plain("held_on", Text),
    _plain("heads", Integer, null=True),
    _plain("joined", Integer),
    _plain("closed", Integer),
)
# What the leader typed from the sheets, and what the room was shown of a question: once, then fixed.
cohort_paper = Table(
    "cohort_paper",
    metadata,
    _plain("code", Text, key=True),
    _plain("lesson", Integer, key=True),
    _plain("question", Text, key=True),
    _plain("answers", Text),
)
cohort_shown = Table(
    "cohort_shown",
    metadata,
    _plain("code", Text, key=True),
    _plain("lesson", Integer, key=True),
    _plain("question", Text, key=True),
    _plain("answers", Text),
)

# What stands on certificates. No column leads to a learner; `revoker` is what the holder's own code hashes to.
certificate = Table(
    "certificate",
    metadata,
    _plain("code", Text, key=True),
    _plain("course_release", Integer),
    _plain("issued_on", Text),
    _plain("language", Text),
    _plain("place", Text),
    _plain("band", Text),
    Column("revoker", LargeBinary, nullable=False, info=_info("none", _NEVER)),
    _plain("revoked_on", Text, null=True),
    sqlite_with_rowid=False,  # else its order would tell who came when
)
