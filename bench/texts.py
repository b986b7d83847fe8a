"""What the rivals show and what a pressed message holds: about as long as a card of the course, four buttons."""

from typing import Any

TEXT = """Первые дни

После приезда нужно встать на учёт по месту, где вы живёте. Это делаете не вы сами, а тот, кто вас принимает: \
хозяин квартиры, общежития или работодатель. Ваше дело - вовремя дать ему документы и получить назад отрывную часть.

Считайте дни от дня въезда, он стоит в миграционной карте. Выходные тоже считаются. Не ждите последнего дня: \
у хозяина может не оказаться времени, а в отделении - очереди.

Возьмите с собой паспорт, миграционную карту и договор, если он есть. Отрывную часть носите с собой \
и сфотографируйте её: с ней вас не оштрафуют при проверке документов на улице."""


def keyboard(step: int = 0) -> dict[str, Any]:
    """Four buttons; the first leads to the next step."""
    words = ("Дальше", "Назад", "Почему так?", "Меню")
    return {
        "inline_keyboard": [
            [{"text": f"{word} {step}", "callback_data": f"step:{step + place}"}]
            for place, word in enumerate(words, start=1)
        ]
    }
