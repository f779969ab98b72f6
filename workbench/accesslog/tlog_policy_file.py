"""Reading and writing the file of a ``Policy`` (464.5), as C2SP's tlog-policy has it.

Bytes that are no ASCII are opaque there: they pass through as they are.
"""

from __future__ import annotations

from workbench.accesslog.encoding import number
from workbench.accesslog.notekeys import KeyType, VerifierKey
from workbench.accesslog.tlog_policy import NONE, Group, Party, Policy
from workbench.errors import FormatError

LARGEST_BYTES = 1_000_000


def parse_policy(data: bytes) -> Policy:
    """The policy in this file; ``FormatError`` with the line that can't be used."""
    if len(data) > LARGEST_BYTES:
        raise FormatError("This trust policy is too long.", section="464.5")
    reading = _Reading()
    for line, text in enumerate(data.decode("utf-8", "surrogateescape").split("\n"), 1):
        words = [word for word in text.replace("\t", " ").split(" ") if word]
        try:
            if any((each < " " and each != "\t") or each == "\x7f" for each in text):
                raise _Unusable("it holds a control character")
            if words and not words[0].startswith("#"):
                reading.take(words)
        except (_Unusable, FormatError) as problem:
            raise FormatError(f"This trust policy can't be used: {problem}", line=line, section="464.5") from None
    return reading.done()


def written_policy(policy: Policy) -> bytes:
    """The file that ``parse_policy`` reads."""
    lines = [f"log {party.key} {party.url}".rstrip() for party in policy.logs]
    lines += [f"witness {name} {party.key} {party.url}".rstrip() for name, party in policy.witnesses.items()]
    lines += [f"group {name} {group.needed} {' '.join(group.members)}" for name, group in policy.groups.items()]
    return "".join(f"{line}\n" for line in (*lines, f"quorum {policy.quorum}")).encode("utf-8", "surrogateescape")


class _Unusable(Exception):
    pass


class _Reading:
    """What the lines so far have said."""

    def __init__(self) -> None:
        self._logs: list[Party] = []
        self._witnesses: dict[str, Party] = {}
        self._groups: dict[str, Group] = {}
        self._members: set[str] = set()
        self._quorum: str | None = None

    def take(self, words: list[str]) -> None:
        match words:
            case ["log", key, *url] if len(url) <= 1:
                self._logs.append(_party(key, url, KeyType.NOTE, self._logs))
            case ["witness", name, key, *url] if len(url) <= 1:
                self._fresh(name)
                self._witnesses[name] = _party(key, url, KeyType.COSIGNATURE, list(self._witnesses.values()))
            case ["group", name, needed, _, *_]:
                self._fresh(name)
                self._groups[name] = self._group(needed, words[3:])
            case ["quorum", name]:
                if self._quorum is not None:
                    raise _Unusable("it has two quorum lines.")
                if name != NONE:
                    self._known(name)
                self._quorum = name
            case _:
                raise _Unusable("a line is neither log, witness, group nor quorum.")

    def done(self) -> Policy:
        if self._quorum is None:
            raise FormatError("This trust policy can't be used: it has no quorum line.", section="464.5")
        return Policy(tuple(self._logs), self._witnesses, self._groups, self._quorum)

    def _group(self, needed: str, members: list[str]) -> Group:
        for member in members:
            self._known(member)
            if member in self._members:
                raise _Unusable(f"{member} is a member twice.")
            self._members.add(member)
        count = {"any": 1, "all": len(members)}.get(needed, number(needed))
        if count is None or not 1 <= count <= len(members):
            raise _Unusable(f"{needed} of {len(members)} members can't be asked for.")
        return Group(count, tuple(members))

    def _fresh(self, name: str) -> None:
        if name == NONE or name in self._witnesses or name in self._groups:
            raise _Unusable(f"the name {name} is taken.")

    def _known(self, name: str) -> None:
        if name not in self._witnesses and name not in self._groups:
            raise _Unusable(f"{name} is not defined above.")


def _party(text: str, url: list[str], wanted: KeyType, others: list[Party]) -> Party:
    key = VerifierKey.parse(text)
    if key.type is not wanted:
        raise _Unusable(f"a key of type {key.type:#04x} can't be checked here.")
    if any(key.public == other.key.public for other in others):
        raise _Unusable("the same key stands there twice.")
    return Party(key, *url)
