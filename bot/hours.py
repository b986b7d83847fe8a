"""What time it is where people live, and whether they may be disturbed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from learning.broadcast import Zone, awake

CLOCKS = {
    Zone.KG: ZoneInfo("Asia/Bishkek"),
    Zone.TJ: ZoneInfo("Asia/Dushanbe"),
    Zone.UZ: ZoneInfo("Asia/Tashkent"),
}


def clock() -> datetime:
    """The moment it is."""
    return datetime.now(UTC)


def stamp(now: datetime) -> str:
    """A moment as broadcasts keep it: ISO, UTC, to the minute."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")


def zones_awake(now: datetime) -> tuple[Zone, ...]:
    """Where people may be disturbed now."""
    return tuple(zone for zone, place in CLOCKS.items() if awake(now.astimezone(place).hour))


def hours_to_wake(now: datetime, zone: Zone) -> int:
    """In how many hours, begun ones counted, people of this zone may be disturbed; 0 if now."""
    return next(n for n in range(25) if awake((now + timedelta(hours=n)).astimezone(CLOCKS[zone]).hour))
