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


def is_over(today: date, submit_days: int, review_days: int) -> bool:
    """The last sheets of the month just over should be handed in and answered, counted from its last day."""
    return today.day > submit_days + review_days


def worked_on(today: date, submit_days: int, review_days: int, has_met: bool) -> YearMonth:
    """The month whose sheets are on the table: the one just over until it ``is_over``, and after that for as long as
    no cell has held a meeting of the present one (``has_met``); else the present one."""
    this = (today.year, today.month)
    return this if has_met and is_over(today, submit_days, review_days) else before(this)
