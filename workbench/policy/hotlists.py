"""What an entry of a hotlist must say (464.7.1(c), 464.7(g)): why, for which case, since when and until when.

An entry that nobody vouches for with a case, or that never ends, is how a list comes to serve a personal purpose.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from workbench.policy.purpose import is_case_number

AHEAD = timedelta(days=1)
"""How far an entry's first day may lie ahead: lists give days without a zone."""


def entry_problem(
    reason: str, case_number: str, entered: datetime | None, expires: datetime | None, now: datetime
) -> str:
    """Why an entry is not taken; empty when it is. Times are UTC; never repeats a plate."""
    if not reason:
        return "no reason is given, neither here nor with the list"
    if not case_number:
        return "no case number is given, neither here nor with the list (464.7.1(c))"
    if not is_case_number(case_number):
        return "the case number is none: 3 to 40 letters, digits, - / . and a digit at least (464.7.1(c))"
    if entered is None:
        return "no entry date is given, neither here nor with the list"
    if expires is None:
        return "no expiry is given, neither here nor with the list (464.7.1(c))"
    if entered > now + AHEAD:
        return f"the entry date {entered:%Y-%m-%d} lies in the future"
    if expires <= now:
        return "the entry has expired"
    return ""


def own_entry_problem(expires: datetime, now: datetime, days: int) -> str:
    """Why an entry of our own is not taken, besides what holds for each; ``days`` is how long one may last."""
    if expires > now + timedelta(days=days + 1):  # the last day counts whole
        return f"an entry of our own lasts {days} days at most; vouch for it anew then (464.7.1(c))"
    return ""
