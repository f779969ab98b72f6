"""A name and password of one's own (464.5.1, 464.5.2): when accounts lock or lapse, what passwords need."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from workbench.policy.decision import Decision, allow, refuse
from workbench.policy.sections import Section

FAILURES = 5
FAILURE_WINDOW = timedelta(minutes=15)
LOCK_LASTS = timedelta(minutes=15)
UNUSED_LIMIT = timedelta(days=90)
IDLE_LIMIT = timedelta(minutes=30)
"""A session that nobody works in for this long ends."""
PASSWORD_LENGTH = range(12, 129)
FEWEST_DIFFERENT = 6
"""Different characters that a password must have at least."""
SHORTEST_NAME = 4
"""Characters from which on a user name may not be part of the password; shorter ones are parts of words."""

_GUESSED = """
password passphrase passwort contrasena letmein welcome changeme iloveyou qwerty qwertyuiop qwertzuiop
asdfghjkl zxcvbnm qwertyasdfgh administrator superadmin administration default secret trustno monkey dragon
sunshine princess football baseball basketball superman batman starwars whatever computer internet police
sheriff policedepartment elcentro elcentropolice elcentropd officer dispatcher dispatch analyst california
licenseplate licenceplate plates workbench jupyter jupyterhub jupyterlab january february march april may
june july august september october november december spring summer autumn fall winter abcdefghijkl
"""
COMMON = frozenset(_GUESSED.split())
"""Words guessed first; a password made of one, repeated or with digits and marks around it, is refused."""

_LOOKS_LIKE = str.maketrans("@$!013457", "asioleast")


def locked_until(failures: Iterable[datetime]) -> datetime | None:
    """Until when the account is locked: fifteen minutes from the fifth failure within fifteen minutes.

    ``failures`` are the failed sign-ins (UTC) since the last success, in any order; those tried while it was
    locked are not among them. None when it never locked.
    """
    times = sorted(failures)
    locks = [last for first, last in zip(times, times[FAILURES - 1 :], strict=False) if last - first < FAILURE_WINDOW]
    return locks[-1] + LOCK_LASTS if locks else None


def decide_sign_in(failures: Iterable[datetime], last_used: datetime, now: datetime) -> Decision:
    """Whether somebody may try a password; ``last_used`` is the last sign-in, or the creation (UTC)."""
    until = locked_until(failures)
    if until is not None and now < until:
        return refuse(
            Section.OWN_LOGIN,
            f"This account is locked until {until:%H:%M} UTC: {FAILURES} sign-ins failed "
            f"within {FAILURE_WINDOW.seconds // 60} minutes.",
            "Wait, or ask the ALPR administrator to release it; tell the administrator if it was not you.",
        )
    if now - last_used >= UNUSED_LIMIT:
        return refuse(
            Section.OWN_LOGIN,
            f"This account was not used for {UNUSED_LIMIT.days} days and is disabled.",
            "Ask the ALPR administrator to enable it if you still need it.",
        )
    return allow(Section.OWN_LOGIN)


def password_problem(password: str, username: str) -> str:
    """What is wrong with a new password, in words for the person who chose it; empty when it will do."""
    if any(unicodedata.category(char) in {"Cc", "Cs"} for char in password):
        return "Use characters that can be typed again; this has a control character."
    if len(password) not in PASSWORD_LENGTH:
        least, most = PASSWORD_LENGTH.start, PASSWORD_LENGTH.stop - 1
        return f"Use {least} to {most} characters, several words for instance; this has {len(password)}."
    plain = _letters(password)
    named = len(username) >= SHORTEST_NAME and username.casefold() in password.casefold()
    if named or plain == _letters(username) != "":
        return "Leave your user name out of it."
    if len(set(password)) < FEWEST_DIFFERENT:
        return f"Use at least {FEWEST_DIFFERENT} different characters."
    if _once(plain) in COMMON or password.isdigit() or _is_run(password):
        return "Choose something else: this is among the first that are guessed."
    return ""


def _letters(text: str) -> str:
    """The letters alone, with the usual stand-ins undone: ``P@ssw0rd2026!!`` is ``password``."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = re.sub(r"^[^a-z@$]+|[^a-z@$]+$", "", folded)
    return re.sub(r"[^a-z]", "", folded.translate(_LOOKS_LIKE))


def _once(word: str) -> str:
    """A word said several times is said once."""
    for length in range(1, len(word) // 2 + 1):
        if len(word) % length == 0 and word[:length] * (len(word) // length) == word:
            return word[:length]
    return word


def _is_run(password: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in pairwise(password)}
    return len(steps) == 1
