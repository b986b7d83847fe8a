"""What is counted and timed, in the form that Prometheus reads. Every label has a handful of values; none is an id."""

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import version
from typing import Any, Protocol, Self, TypeVar, cast

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import NextRequestMiddlewareType, RequestMiddlewareType
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import web
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    Info,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

from bot.log import talkative
from learning.course import Course
from learning.learner import Learner
from storage import Conflict, Person, Record, Store, StoreUnavailable

log = structlog.get_logger()
M = TypeVar("M", Counter, Histogram)
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
LONG_CALLS = ("getUpdates",)  # it waits on purpose, so its duration says nothing
WEBHOOK_REFUSALS = {
    400: "not_an_update",
    401: "wrong_secret",
    404: "unknown_path",
    405: "wrong_method",
    413: "too_large",
    503: "stopping",
}

# The first that fits; what fits none is a plain refusal of the call.
OUTCOMES: list[tuple[type[AiogramError], str]] = [
    (TelegramRetryAfter, "flood"),
    (TelegramForbiddenError, "forbidden"),
    (TelegramUnauthorizedError, "unauthorized"),
    (TelegramConflictError, "conflict"),
    (TelegramServerError, "server_error"),
    (TelegramNetworkError, "network"),
    (ClientDecodeError, "unreadable"),
]
UNREACHED = ("server_error", "network", "unreadable")


class Waiting(Protocol):
    """A line of updates, as far as it is watched."""

    def length(self) -> int:
        """How many updates are in hand."""

    def oldest(self) -> float:
        """For how many seconds the oldest of them has been; 0 when there is none."""


@dataclass(slots=True)
class Reach:
    """When Telegram last answered, failed to answer, and last handed over updates; monotonic seconds, 0 is never."""

    answered: float = 0.0
    failed: float = 0.0
    polled: float = 0.0


class Metrics:
    """The counts and timings of one process, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self.reach = Reach()
        # Told by whoever sends to many: how many messages wait, by state. Asked when somebody reads the page.
        self.outbox: Callable[[], Awaitable[Mapping[str, int]]] | None = None
        self.received = Counter("safar_updates_received", "Updates taken up.", ["kind"], registry=registry)
        self.updates = Counter(
            "safar_updates", "Updates finished, by how it ended.", ["kind", "outcome"], registry=registry
        )
        self.update_seconds = Histogram(
            "safar_update_seconds",
            "From taking up an update to its end.",
            ["kind"],
            buckets=SECONDS,
            registry=registry,
        )
        self.webhook_refusals = Counter(
            "safar_webhook_refusals", "Requests turned away at the door.", ["reason"], registry=registry
        )
        self.waiting = Gauge("safar_queue_updates", "Updates in hand, not finished.", registry=registry)
        self.oldest = Gauge(
            "safar_queue_oldest_seconds", "Age of the oldest update in hand.", registry=registry
        )
        self.calls = Counter(
            "safar_telegram_calls",
            "Attempts to call Telegram, by outcome.",
            ["method", "outcome"],
            registry=registry,
        )
        self.call_seconds = Histogram(
            "safar_telegram_call_seconds",
            "Time of one attempt to call Telegram, without getUpdates.",
            ["method"],
            buckets=SECONDS,
            registry=registry,
        )
        self.records_seconds = Histogram(
            "safar_records_seconds",
            "Time of one question to the database.",
            ["operation"],
            buckets=SECONDS,
            registry=registry,
        )
        self.records_failures = Counter(
            "safar_records_failures",
            "Questions that the database did not answer, and steps that lost a race.",
            ["operation", "reason"],
            registry=registry,
        )
        self.messages = Gauge(
            "safar_outbox_messages", "Messages to many, by state.", ["state"], registry=registry
        )
        self.content = Info("safar_content", "The content that is taught.", registry=registry)
        self.release_refused = Gauge(
            "safar_release_refused", "A current release that can't be read, 0 if none.", registry=registry
        )
        self.build = Info("safar_build", "The program.", registry=registry)
        self.build.info({"version": version("safar")})
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=registry)

    def watch(self, line: Waiting) -> None:
        """Show this line's length and age whenever somebody asks."""
        self.waiting.set_function(line.length)
        self.oldest.set_function(line.oldest)

    def teaches(self, course: Course) -> None:
        """Show which content is taught."""
        self.content.info({"release": str(course.release), "draft": str(course.draft).lower()})
        self.release_refused.set(0)

    def refuses(self, release: int) -> None:
        """Show that a release is to be taught and can't be read."""
        self.release_refused.set(release)

    async def page(self) -> bytes:
        """The exposition, as Prometheus reads it."""
        if self.outbox:
            for state, number in (await self.outbox()).items():
                self.messages.labels(state).set(number)
        return generate_latest(self.registry)


@lru_cache(maxsize=1024)
def child(metric: M, *labels: str) -> M:
    """The metric with these labels; looked up without the library's lock, since every step does it ten times."""
    return metric.labels(*labels)


class Handling:
    """One update from taking up to its end: `with Handling(metrics, raw) as handling`."""

    __slots__ = ("_kind", "_metrics", "_started", "outcome")

    def __init__(self, metrics: Metrics, raw: dict[str, Any]) -> None:
        self._metrics = metrics
        self._kind = kind_of(raw)
        self._started = time.perf_counter()
        self.outcome = "handled"

    def __enter__(self) -> Self:
        child(self._metrics.received, self._kind).inc()
        return self

    def __exit__(self, *_: object) -> None:
        took = time.perf_counter() - self._started
        child(self._metrics.updates, self._kind, self.outcome).inc()
        child(self._metrics.update_seconds, self._kind).observe(took)
        if talkative():
            log.debug("update finished", kind=self._kind, outcome=self.outcome, seconds=round(took, 4))


def kind_of(raw: Mapping[str, Any]) -> str:
    """What sort of update it is, from a fixed handful."""
    if "callback_query" in raw:
        return "press"
    message = raw.get("message")
    if isinstance(message, dict):
        text = message.get("text")
        return "command" if isinstance(text, str) and text.startswith("/") else "message"
    return "membership" if "my_chat_member" in raw else "other"


def counting(metrics: Metrics) -> RequestMiddlewareType:
    """Counts each attempt to call Telegram; belongs inside whatever repeats attempts.

    A function, not an object: tenacity tells asynchronous ones by that.
    """

    async def attempt(
        make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        started = time.perf_counter()
        try:
            answer = await make_request(bot, method)
        except AiogramError as error:
            _note(metrics, method.__api_method__, outcome_of(error), started)
            raise
        _note(metrics, method.__api_method__, "ok", started)
        return answer

    return attempt


def _note(metrics: Metrics, name: str, outcome: str, started: float) -> None:
    child(metrics.calls, name, outcome).inc()
    if name not in LONG_CALLS:
        child(metrics.call_seconds, name).observe(time.perf_counter() - started)
    now = time.monotonic()
    if outcome in UNREACHED:
        metrics.reach.failed = now
        return
    metrics.reach.answered = now
    if name == "getUpdates" and outcome == "ok":
        metrics.reach.polled = now


def outcome_of(error: AiogramError) -> str:
    """How a call ended, from a fixed handful."""
    return next((name for kind, name in OUTCOMES if isinstance(error, kind)), "refused")


@dataclass(frozen=True, slots=True)
class TimedStore:
    """A Store whose steps are timed; all else goes straight through to it."""

    store: Store
    metrics: Metrics = field(repr=False)

    async def load(self, person: Person) -> Record | None:
        """See Store."""
        with _Timed(self.metrics, "load"):
            return await self.store.load(person)

    async def record(self, person: Person, before: Record | None, after: Learner, update_id: int) -> Record:
        """See Store."""
        with _Timed(self.metrics, "record"):
            return await self.store.record(person, before, after, update_id)

    async def forget(self, person: Person, before: Record) -> None:
        """See Store."""
        with _Timed(self.metrics, "forget"):
            await self.store.forget(person, before)

    def __getattr__(self, name: str) -> Any:
        """Whatever is not a person's step."""
        return getattr(self.store, name)


def timed(store: Store, metrics: Metrics) -> Store:
    """The same store, timed."""
    return cast(Store, TimedStore(store, metrics))


class _Timed:
    """One question to the database: `with _Timed(metrics, "load")`. A class, for it is half as dear as a generator."""

    __slots__ = ("_metrics", "_operation", "_started")

    def __init__(self, metrics: Metrics, operation: str) -> None:
        self._metrics, self._operation = metrics, operation
        self._started = time.perf_counter()

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        child(self._metrics.records_seconds, self._operation).observe(time.perf_counter() - self._started)
        if kind is not None and issubclass(kind, StoreUnavailable | Conflict):
            reason = "conflict" if issubclass(kind, Conflict) else "unavailable"
            child(self._metrics.records_failures, self._operation, reason).inc()


def count_refusals(app: web.Application, metrics: Metrics) -> None:
    """Count what a web application turns away."""

    async def note(_: web.Request, response: web.StreamResponse) -> None:
        reason = WEBHOOK_REFUSALS.get(response.status)
        if reason:
            metrics.webhook_refusals.labels(reason).inc()

    app.on_response_prepare.append(note)


def metrics_app(metrics: Metrics) -> web.Application:
    """`/metrics`, for a listener of its own that nobody outside can reach."""

    async def page(_: web.Request) -> web.Response:
        return web.Response(body=await metrics.page(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application()
    app.router.add_get("/metrics", page)
    return app
