"""A custodian under attack: run a script as somebody against its socket, and see what its log says afterwards."""

from __future__ import annotations

import json
import pwd
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from tests.house import House
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.reader import LogReader
from workbench.accesslog.record import Kind, Record
from workbench.store.registers import Registers
from workbench.wire.log import LogQuery

PRELUDE = (Path(__file__).parent / "prelude.py").read_text()


@dataclass(frozen=True)
class Told:
    """One answer that an attacker got. ``status`` is 0 when the line was cut before one came."""

    status: int
    length: int
    body: Any
    error: str = ""

    @property
    def kind(self) -> str:
        """The kind of the problem, or nothing."""
        return str(self.body.get("kind", "")) if isinstance(self.body, dict) else ""

    @property
    def section(self) -> str:
        """The section of the policy that the problem cites."""
        return str(self.body.get("section", "")) if isinstance(self.body, dict) else ""

    @property
    def released(self) -> bool:
        """Whether this is an answer to a search."""
        return self.status == 200 and isinstance(self.body, dict) and "result_record" in self.body

    @property
    def reads(self) -> int:
        """Reads in it."""
        return int(self.body["count"]) if self.released else 0


@dataclass(frozen=True)
class Given:
    """An answer: how many reads it held, and whether its records stand in the log."""

    reads: int
    recorded: bool


@dataclass
class Ground:
    """A custodian, by its data folder; ``log`` is where its access log is kept."""

    house: House
    data: Path
    log: Path
    answers: ClassVar[list[Given]] = []
    """Each answer with reads that an attacker got from the product as it stands."""

    @property
    def socket(self) -> Path:
        """Where it listens."""
        return self.data / "run" / "custodian.sock"

    def attack(self, who: str, script: str, *args: str) -> list[Told]:
        """Run plain Python as this person's OS user, with his or her server's environment."""
        self.house.environment(who)
        done = self.house.run_as(who, f"{PRELUDE}\n{script}", str(self.socket), *args)
        return self._told(done)

    def attack_as(self, account: str, script: str, *args: str) -> list[Told]:
        """Run plain Python as another account of the machine, with an empty environment."""
        return self._told(run_as(account, self.house, f"{PRELUDE}\n{script}", self.socket, *args))

    def _told(self, done: subprocess.CompletedProcess[str]) -> list[Told]:
        assert done.returncode == 0, done.stderr
        answers = [Told(**json.loads(line)) for line in done.stdout.splitlines()]
        if type(self) is Ground:
            self.answers.extend(Given(told.reads, self.recorded(told)) for told in answers if told.released)
        return answers

    def recorded(self, told: Told) -> bool:
        """Whether an answer's intent and result stand in the log, in that order and with its count."""
        intent, result = told.body["record"], told.body["result_record"]
        if not 0 <= intent < result < self.size():
            return False
        record = self.record(result)
        said = {"outcome": "released", "intent": intent, "count": told.reads}
        return (
            record.kind is Kind.RESULT
            and said.items() <= dict(record.body).items()
            and self.record(intent).kind is Kind.INTENT
            and self.record(intent).user == record.user
        )

    def record(self, index: int) -> Record:
        """One record of its log."""
        with self._reader() as reader:
            return reader.get(index)

    def records(self, **query: Any) -> list[Record]:
        """All records of its log that fit, newest first."""
        found: list[Record] = []
        with self._reader() as reader:
            while page := reader.page(LogQuery(limit=1000, before=found[-1].index if found else None, **query))[0]:
                found += page
        return found

    def size(self) -> int:
        """How many records stand."""
        with self._reader() as reader:
            return reader.page(LogQuery(limit=1))[1]

    @contextmanager
    def _reader(self) -> Iterator[LogReader]:
        with closing(LogReader.open(f"sqlite:///{self.log}", Keyring(self.data / "custodian" / "log-keys"))) as reader:
            yield reader

    @contextmanager
    def registers(self) -> Iterator[Registers]:
        """Its registers, as root can open them: to let time pass, or to stand in for a signed-in page."""
        with closing(Registers.open(f"sqlite:///{self.data / 'custodian' / 'registers.sqlite'}")) as registers:
            yield registers

    def refused(self, who: str, section: str, action: str = "search.plates", since: int = 0) -> bool:
        """Whether the newest refusal on record since then is this person's, for this section."""
        found = [record for record in self.records(kind="refusal", action=action) if record.index >= since]
        return bool(found) and found[0].user == who and found[0].body["section"] == section

    def attempted(self, action: str, account: str) -> list[Record]:
        """Records of attempts that no token vouches for, from this account of the machine, newest first."""
        found = self.records(kind="event", action=action)
        return [record for record in found if record.body["client"].get("account") == account]

    def taken(self, defence: str) -> Any:
        """Take a defence away; the product has no such switch."""
        raise NotImplementedError(f"{defence} stands in the product")


def run_as(
    account: str, house: House, code: str, *args: str | Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run plain Python as an account of the machine, with this environment alone."""
    found = pwd.getpwnam(account)
    return subprocess.run(
        [house.python, "-I", "-c", code, *args],
        env=environment,
        user=found.pw_uid,
        group=found.pw_gid,
        extra_groups=[],
        cwd="/",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@dataclass
class Control(Ground):
    """A second custodian, of a small agency of its own, that obeys the test; the people and the Hub are the same."""

    process: subprocess.Popen[str] = field(init=False)
    edge_port: int = 0
    """Where its own edge listens, once there is one."""
    beside: ExitStack = field(default_factory=ExitStack)
    """What was started beside it, and ends with it."""

    def start(self, without: str = "") -> None:
        """Start it, or start it again after it died; with all its defences, or ``without`` one from the first moment.

        Where something stands in its way it ends by itself.
        """
        account = pwd.getpwnam("alpr-custodian")
        hub = self.house.environment("ana")["JUPYTERHUB_API_URL"]
        with self.said.open("a") as said:
            self.process = subprocess.Popen(
                [self.house.python, "-s", "-m", "tests.bypass.weakened", self.data / "config.toml", hub, without],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
                user=account.pw_uid,
                group=account.pw_gid,
                extra_groups=[],
                env={},
                cwd=self.data,  # the launcher was copied there: this folder need not be everybody's to read
            )

    @property
    def said(self) -> Path:
        """What it tells its operator."""
        return self.data / "said"

    def say(self, defence: str) -> None:
        """Name the defence that does not stand from now on; nothing for none."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{defence}\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "taken\n", f"the control custodian ended, or knows no {defence!r}"

    @contextmanager
    def taken(self, defence: str) -> Iterator[None]:
        """Take a defence away for this block."""
        self.say(defence)
        try:
            yield
        finally:
            if self.process.poll() is None:
                self.say("")

    def end(self) -> None:
        """Hang up, on which it ends."""
        self.beside.close()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(30)


def unrecorded() -> int:
    """Reads that the product gave to an attacker without their records."""
    return sum(told.reads for told in Ground.answers if not told.recorded)
