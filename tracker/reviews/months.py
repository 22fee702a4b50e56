"""Which month a committee works on, and the months before one. Plain Python."""

from datetime import date

YearMonth = tuple[int, int]


def before(month: YearMonth, count: int = 1) -> YearMonth:
    """The month so many months earlier."""
    number = month[0] * 12 + month[1] - 1 - count
    return number // 12, number % 12 + 1


def run_up_to(month: YearMonth, count: int) -> list[YearMonth]:
    """So many months in a row, this one last."""
    return [before(month, back) for back in reversed(range(count))]


def worked_on(today: date, submit_days: int, review_days: int) -> YearMonth:
    """The month whose sheets are on the table: the one just over until its last sheets should be handed in and
    answered, counted from its last day; from the day after, the present one."""
    last_month = before((today.year, today.month))
    return last_month if today.day <= submit_days + review_days else (today.year, today.month)
