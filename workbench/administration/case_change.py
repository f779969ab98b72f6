"""What another list of cases opens (464.10(b)): cases that purposes may name, or that audits no longer wonder at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from workbench.store.registers.open_cases import key_of
from workbench.wire.programme_lists import KnownCase


def opened(before: Mapping[str, KnownCase] | None, cases: Sequence[KnownCase]) -> Iterator[str]:
    """The numbers of cases that are new, open again or for longer, or lets in a member whom they kept out.

    ``before`` are those in force by ``key_of`` their numbers. Whom a case names is let in; one that names nobody lets
    everybody in.
    """
    known = before or {}
    for case in cases:
        old = known.get(key_of(case.number))
        if old is None or _longer(old, case) or _more(old, case):
            yield case.number


def _longer(old: KnownCase, new: KnownCase) -> bool:
    return old.closed is not None and (new.closed is None or new.closed > old.closed)


def _more(old: KnownCase, new: KnownCase) -> bool:
    return bool(old.members) and (not new.members or not set(new.members) <= set(old.members))
