"""Dates as people write them. CLDR's forms for Kyrgyz, Tajik and Uzbek read oddly, so the forms stand here."""

from datetime import date

MONTHS = {
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "ky": "январы февралы марты апрели майы июну июлу августу сентябры октябры ноябры декабры",
    "tg": "январи феврали марти апрели майи июни июли августи сентябри октябри ноябри декабри",
    "uz": "yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr",
    "uz_Cyrl": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
}
MONTHS_ALONE = MONTHS | {
    "ru": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"
}
DAY = {
    "ru": "{day} {month} {year} года",
    "ky": "{year}-жылдын {day}-{month}",
    "tg": "{day} {month} соли {year}",
    "uz": "{year}-yil {day}-{month}",
    "uz_Cyrl": "{year} йил {day} {month}",
}
MONTH = {
    "ru": "{month} {year} года",
    "ky": "{year}-жылдын {month}",
    "tg": "{month} соли {year}",
    "uz": "{year}-yil {month}",
    "uz_Cyrl": "{year} йил {month}",
}
YEAR = {
    "ru": "{year} год",
    "ky": "{year}-жыл",
    "tg": "соли {year}",
    "uz": "{year}-yil",
    "uz_Cyrl": "{year} йил",
}


def day(language: str, when: date) -> str:
    """A calendar date in words."""
    month = MONTHS[language].split()[when.month - 1]
    return DAY[language].format(day=when.day, month=month, year=when.year)


def moment(language: str, iso: str) -> str:
    """A date known to the day, the month or the year only ("2026-03-02", "2026-03", "2026"), in words.

    Raises:
        ValueError: `iso` is none of these.
    """
    whole = f"{iso}-01-01"[: len("2026-01-01")]
    try:
        when = date.fromisoformat(whole)
    except ValueError as error:
        raise ValueError(f"not a year, a month or a day: {iso!r}") from error
    if len(iso) == len("2026"):
        return YEAR[language].format(year=when.year)
    if len(iso) == len("2026-03"):
        month = MONTHS_ALONE[language].split()[when.month - 1]
        return MONTH[language].format(month=month, year=when.year)
    return day(language, when)
