"""Figures for monitoring: right after a known walk, told in the paper, and only at a private address."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import aiohttp
import pytest
from aiogram.exceptions import (
    ClientDecodeError,
    RestartingTelegram,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
)
from aiogram.methods import GetMe
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from bot.line import Line, RawUpdate
from bot.metrics import Metrics, kind_of, outcome_of
from bot.pretend import Pretence
from sandbox import Sandbox
from screens.intents import Agree, SetLanguage
from tests.bot.test_process import SECRET, free_port, posted, process
from tests.scene import enrolled, press, scene

Figures = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@pytest.fixture
async def pretend(tmp_path: Path) -> AsyncIterator[Pretence]:
    async with scene(tmp_path) as made:
        yield made


def figures(page: str) -> Figures:
    """The samples of a page, by name and labels."""
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


def figure(page: str, name: str, **labels: str) -> float:
    """One sample; 0 for one that was never counted."""
    return figures(page).get((name, tuple(sorted(labels.items()))), 0.0)


async def page_of(metrics: Metrics) -> str:
    return (await metrics.page()).decode()


async def test_figures_after_a_known_walk(pretend: Pretence) -> None:
    """START and three presses: one command, three presses, their calls, one record for each that changed."""
    await enrolled(pretend, "ky", "KG")
    page = await page_of(pretend.service.metrics)
    assert figure(page, "safar_updates_received_total", kind="command") == 1
    assert figure(page, "safar_updates_total", kind="command", outcome="handled") == 1
    assert figure(page, "safar_updates_total", kind="press", outcome="handled") == 3
    assert figure(page, "safar_update_seconds_count", kind="press") == 3
    assert figure(page, "safar_telegram_calls_total", method="sendMessage", outcome="ok") == 1
    assert figure(page, "safar_telegram_calls_total", method="editMessageText", outcome="ok") == 3
    assert figure(page, "safar_telegram_calls_total", method="answerCallbackQuery", outcome="ok") == 3
    assert figure(page, "safar_telegram_call_seconds_count", method="editMessageText") == 3
    assert figure(page, "safar_records_seconds_count", operation="load") == 4
    assert figure(page, "safar_records_seconds_count", operation="record") == 2
    assert figure(page, "safar_queue_updates") == 0
    course = pretend.service.desk.book.course
    release = {"release": str(course.release), "draft": str(course.draft).lower()}
    assert figure(page, "safar_content_info", **release) == 1


class BrokenCalendar:
    """A day that nobody knows."""

    def __call__(self) -> date:
        raise RuntimeError


async def test_what_goes_wrong_is_counted_by_kind(pretend: Pretence) -> None:
    """An unreadable update, a bug in a handler, a blocked bot: each in its own count."""
    person = await pretend.sandbox.person("ru")
    await person.start()
    await press(person, SetLanguage)
    service = pretend.service
    service.desk, whole = replace(service.desk, today=BrokenCalendar()), service.desk
    await press(person, Agree)
    service.desk = whole
    await service.work({"update_id": 1, "message": []})
    await person.block()
    start = {"message_id": 9, "date": 1, "chat": {"id": person.id, "type": "private"}, "text": "/start"}
    await service.work({"update_id": 2, "message": {**start, "from": {"id": person.id}}})
    page = await page_of(service.metrics)
    assert figure(page, "safar_updates_total", kind="press", outcome="failed") == 1
    assert figure(page, "safar_updates_total", kind="other", outcome="unreadable") == 1
    assert figure(page, "safar_telegram_calls_total", method="sendMessage", outcome="forbidden") == 1


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (TelegramRetryAfter(GetMe(), "Too Many Requests: retry after 3", 3), "flood"),
        (TelegramForbiddenError(GetMe(), "Forbidden"), "forbidden"),
        (TelegramNetworkError(GetMe(), "reset"), "network"),
        (RestartingTelegram(GetMe(), "restart"), "server_error"),
        (ClientDecodeError("no JSON", ValueError(), "<html>"), "unreadable"),
        (TelegramBadRequest(GetMe(), "Bad Request"), "refused"),
    ],
)
def test_each_way_a_call_can_end_has_a_name(error: Exception, outcome: str) -> None:
    assert outcome_of(error) == outcome  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ({"callback_query": {}}, "press"),
        ({"message": {"text": "/menu"}}, "command"),
        ({"message": {"text": "+996 555"}}, "message"),
        ({"message": {"photo": []}}, "message"),
        ({"my_chat_member": {}}, "membership"),
        ({"4711": {}}, "other"),
        ({"message": 7}, "other"),
    ],
)
def test_an_update_is_one_of_a_handful_of_kinds(raw: dict, kind: str) -> None:
    """Whatever comes, its kind is none of its own words."""
    assert kind_of(raw) == kind


async def test_the_line_tells_its_length_and_the_age_of_its_oldest(pretend: Pretence) -> None:
    """While two people's updates are in hand the page says so; then it is empty again."""
    metrics, seen = Metrics(), []

    async def work(_: RawUpdate) -> None:
        seen.append(await page_of(metrics))

    async with Line(work) as line:
        metrics.watch(line)
        first, second = await line.take({"update_id": 1}), await line.take({"update_id": 2})
        await first
        await second
    assert figure(seen[0], "safar_queue_updates") == 2
    assert figure(seen[0], "safar_queue_oldest_seconds") > 0
    assert figure(await page_of(metrics), "safar_queue_updates") == 0
    assert figure(await page_of(metrics), "safar_queue_oldest_seconds") == 0


async def test_whoever_sends_to_many_tells_how_many_wait() -> None:
    """The outbox is asked when the page is read."""
    metrics = Metrics()

    async def counts() -> dict[str, int]:
        return {"waiting": 12, "unknown": 1}

    metrics.outbox = counts
    page = await page_of(metrics)
    assert figure(page, "safar_outbox_messages", state="waiting") == 12
    assert figure(page, "safar_outbox_messages", state="unknown") == 1


async def test_figures_are_served_at_the_private_address_only(tmp_path: Path, small: dict[str, str]) -> None:
    """/metrics answers at its own listener and nowhere else; the webhook's refusals are counted by reason."""
    port, private = free_port(), free_port()
    url = f"http://127.0.0.1:{port}/telegram"
    more = {
        "SAFAR_WEBHOOK_URL": url,
        "SAFAR_WEBHOOK_SECRET": SECRET,
        "SAFAR_METRICS_LISTEN": f"127.0.0.1:{private}",
    }
    async with Sandbox() as sandbox, process(sandbox, tmp_path, port, **more, **small):
        person = await sandbox.person("ky")
        await person.start()
        good = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        assert await posted(url, json={}) == 401
        assert await posted(url, data=b"{", headers=good) == 400
        async with aiohttp.ClientSession() as http:
            async with http.get(f"http://127.0.0.1:{port}/metrics") as public:
                assert public.status == 404
            async with http.get(f"http://127.0.0.1:{private}/telegram") as other:
                assert other.status == 404
            async with http.get(f"http://127.0.0.1:{private}/metrics") as answer:
                page = await answer.text()
    assert figure(page, "safar_webhook_refusals_total", reason="wrong_secret") == 1
    assert figure(page, "safar_webhook_refusals_total", reason="not_an_update") == 1
    assert figure(page, "safar_webhook_refusals_total", reason="unknown_path") == 1
    assert figure(page, "safar_updates_total", kind="command", outcome="handled") == 1
    assert figure(page, "process_resident_memory_bytes") > 0
    assert str(person.id) not in page and SECRET not in page and sandbox.token not in page


def test_the_paper_tells_each_figure_and_no_other(root: Path) -> None:
    """docs/running.md names what /metrics holds of ours, each once."""
    table = re.findall(r"^\| `(safar_[a-z_]+)`", (root / "docs" / "running.md").read_text(), re.MULTILINE)
    families = [
        family.name + {"counter": "_total", "info": "_info"}.get(family.type, "")
        for family in Metrics().registry.collect()
        if family.name.startswith("safar_")
    ]
    assert sorted(table) == sorted(families)


def test_labels_are_few_and_hold_no_id() -> None:
    """No figure bears a label that could be somebody."""
    allowed = {"kind", "outcome", "reason", "method", "operation", "state"}
    labels = {
        label
        for name, found in vars(Metrics()).items()
        if name not in ("content", "build")
        for label in getattr(found, "_labelnames", ())
    }
    assert labels <= allowed


def test_two_bots_in_one_process_count_apart() -> None:
    """Figures live in a registry of their own, not in the library's."""
    one, other = Metrics(), Metrics()
    one.received.labels("press").inc()
    assert one.registry.get_sample_value("safar_updates_received_total", {"kind": "press"}) == 1
    assert other.registry.get_sample_value("safar_updates_received_total", {"kind": "press"}) is None
    assert REGISTRY.get_sample_value("safar_updates_received_total", {"kind": "press"}) is None
