"""How records of the access log stand in the table: who, when, what, why, counts (464.5)."""

from __future__ import annotations

from typing import Any

from workbench.ui.table import Cell, Column

_Record = dict[str, Any]


def log_columns(zone: str) -> list[Column]:
    """One row a record."""
    return [
        Column("index", "Record", lambda r: Cell.plain(r["index"]), "number"),
        Column("time", "When", lambda r: Cell.moment(r["time"], zone)),
        Column("user", "Who", lambda r: Cell.plain(r["user"]), "nowrap"),
        Column("action", "What", _what),
        Column("asked", "Asked", lambda r: Cell.plain(r["asked"]), "long note"),
        Column("count", "Reads", lambda r: Cell.plain("" if r["count"] is None else f"{r['count']:,}"), "number"),
        Column("outcome", "Outcome", _outcome, "long"),
        Column("case_number", "Case", _case, "long"),
        Column("narrative", "Why", lambda r: Cell.plain(r["narrative"]), "long note"),
    ]


COUNT_COLUMNS = [
    Column("user", "User", lambda r: Cell.plain(r["user"]), "name"),
    Column("records", "Records", lambda r: Cell.plain(f"{r['records']:,}"), "number"),
]


ACTIONS = {
    "search.plates": "Plate search",
    "search.canvass": "Canvass",
    "search.vehicle": "Vehicle's reads",
    "search.convoy": "Company of a vehicle",
    "search.places": "Places of a vehicle",
    "search.gaps": "Gaps of a vehicle",
    "search.base-rates": "Base rates",
    "hits.page": "Hits",
    "hits.verify": "Word on a hit",
    "hits.withdraw": "Word on a hit withdrawn",
    "hits.follow": "Hits followed",
    "alerts.send": "Alert of a hit",
    "alerts.failed": "Alert given up",
    "hotlists.list": "Hotlists",
    "hotlists.install": "Hotlist put in force",
    "hotlists.retire": "Hotlist ended",
    "hotlists.preview": "Hotlist looked through",
    "hotlists.entries": "Entries of a hotlist",
    "hotlists.enter": "Own entry",
    "hotlists.withdraw": "Own entry withdrawn",
    "export.reads": "Reads taken out",
    "log.read": "Access log",
    "log.witness-silent": "Witness is silent",
    "log.witness-cosigned": "Witness answers again",
    "log.witness-refused": "Witness refuses",
    "log.witness-conflict": "Witness contradicts the log",
    "log.reconciled": "Log compared",
    "log.export": "Copy of the access log",
    "log.shred-preview": "Shredding looked at",
    "log.shred": "Details of the log shredded",
    "log.certificates": "Certificates of shredding",
    "audit.list": "Audits",
    "audit.announce": "Audit announced",
    "audit.draw": "Sample drawn",
    "audit.rows": "Rows of an audit",
    "audit.review": "Word on a row",
    "audit.standing": "How an audit stands",
    "audit.raise": "Finding raised",
    "audit.decide": "Finding decided",
    "audit.queue": "Detectors' queue",
    "audit.report": "Report of an audit",
    "purge.preview": "Purge looked at",
    "purge.reads": "Reads purged",
    "purge.certificates": "Certificates of purges",
    "purge.again": "Reads purged again",
    "backup.create": "Backup begun",
    "backup.created": "Backup ended",
    "backup.drill": "Drill of a backup",
    "backup.restored": "Restored from a backup",
    "backup.behind-witness": "Restored behind its witness",
    "operator.refused": "Operator's command refused",
    "metrics.refused": "Figures refused",
    "cameras.list": "Cameras on a map",
    "saved.list": "Saved searches",
    "saved.keep": "Search saved",
    "saved.forget": "Saved search deleted",
    "hold.list": "Holds",
    "hold.place": "Hold placed",
    "hold.review": "Hold goes on",
    "hold.lift": "Hold lifted",
    "sharing.list": "Releases and agreements",
    "decisions.list": "What waits for a decision",
    "release.enter": "Request of an agency entered",
    "release.approve": "Request of an agency approved",
    "release.refuse": "Request of an agency refused",
    "release.close": "Request of an agency closed",
    "publication.list": "Reports to the public",
    "publication.draft": "Report to the public drafted",
    "publication.propose": "Report to the public proposed",
    "publication.approve": "Report to the public approved",
    "publication.refuse": "Report to the public refused",
    "breach.report": "Breach reported",
    "breach.list": "Breaches",
    "breach.scope": "Breach measured by the log",
    "breach.notice": "Notice of a breach",
    "breach.finish": "Closing of a breach asked for",
    "breach.close": "Breach closed",
    "breach.reopen": "Breach opened again",
    "agreement.enter": "Agreement entered",
    "agreement.approve": "Agreement approved",
    "agreement.refuse": "Agreement refused",
    "agreement.end": "Agreement ended",
    "collection.take": "Batch of reads",
    "purpose.declare": "Purpose declared",
    "purpose.continue": "Purpose gone on with",
    "purpose.end": "Purpose ended",
    "assents.pending": "Waiting questions",
    "assent.grant": "Question granted",
    "assent.deny": "Question denied",
    "assent.break-glass": "Searched without a second person",
    "glass.justified": "Search alone found justified",
    "glass.unjustified": "Search alone found not justified",
    "training.progress": "Own training",
    "training.module": "Training module",
    "training.quiz": "Training quiz",
    "training.exercise": "Training exercise",
    "training.misuse": "Exercise on misuse",
    "training.acknowledge": "Policy acknowledged",
    "training.sign-off": "Training signed off",
    "training.trainees": "Trainees",
    "training.sessions": "Training sessions",
    "training.sandbox": "Stories of the training store",
    "training.certificate": "Training certificate",
    "training.register": "Training register taken out",
    "training.session-open": "Training session opened",
    "training.roster": "Training roster changed",
    "training.session-close": "Training session closed",
    "administration.overview": "Sources and devices",
    "administration.programme": "Programme looked at",
    "administration.configuration": "Configuration looked at",
    "administration.lists": "Lists of the programme",
    "administration.camera": "Camera registered",
    "administration.cases": "Open cases imported",
    "administration.lexicon": "List of words changed",
    "watch.add": "Plate watched",
    "watch.remove": "Plate no longer watched",
    "person.suspend": "Member suspended",
    "person.readmit": "Member readmitted",
    "person.turned-away": "Suspended member turned away",
    "delegation.grant": "Work delegated",
    "delegation.end": "Delegation taken back",
    "source.grant": "Source granted",
    "source.revoke": "Source taken back",
    "device.add": "Device enrolled",
    "device.revoke": "Device struck off",
    "device.refused": "Device not known",
    "policy.install": "Policy installed",
    "policy.propose": "Version of the policy proposed",
    "policy.approve": "Version of the policy put in force",
    "policy.refuse": "Version of the policy refused",
    "custodian.start": "Data service started",
    "page.refused": "Not from a signed-in page",
    "signin.refused": "Call without a sign-in",
    "signin.mismatch": "Another person's sign-in",
    "hub.signin": "Signed in",
    "hub.signin-failed": "Sign-in failed",
    "hub.signout": "Signed out",
    "hub.locked": "Account locked",
    "hub.password-changed": "Password changed",
    "hub.password-compromised": "Password known to others",
    "hub.code-enrolled": "One-time codes set up",
    "hub.code-enrolment-failed": "One-time codes not set up",
    "hub.recovery-code": "Recovery code used",
    "hub.password-change-failed": "Password not changed",
    "hub.step-up": "Password typed again",
    "hub.step-up-failed": "Wrong password typed",
    "hub.sessions-ended": "Sessions ended",
    "hub.account-add": "Account made",
    "hub.account-roles": "Roles set",
    "hub.account-password": "First password given",
    "hub.account-provider": "Handed to the identity provider",
    "hub.account-disable": "Account disabled",
    "hub.account-enable": "Account enabled",
    "hub.account-unlock": "Lock ended",
    "hub.account-code": "One-time code given",
    "hub.forged": "Forged report of a sign-in",
}
"""How the log's actions are called on a page; one that is not here goes by its own name."""

_KINDS = {"intent": "asked", "result": "released", "refusal": "refused"}
_ANSWERED = frozenset(
    {"search.plates", "log.read", "log.export", "log.shred", "purge.reads", "collection.take"}
    | {"alerts.send", "hits.page", "hits.verify", "hits.withdraw"}
    | {"hotlists.list", "hotlists.install", "hotlists.retire", "hotlists.preview"}
    | {"hotlists.entries", "hotlists.enter", "hotlists.withdraw"}
    | {"audit.list", "audit.announce", "audit.draw", "audit.rows", "audit.standing", "audit.decide"}
    | {"audit.queue", "audit.report"}
)
"""What is asked in one record and answered in another; everything else is done with its one record."""


def done(action: str, kind: str) -> tuple[str, str]:
    """What a record is of, in words, and what became of it: asked, released, refused, or nothing more."""
    at_once = kind == "intent" and action not in _ANSWERED
    return ACTIONS.get(action, action), "" if at_once else _KINDS.get(kind, "")


def _what(record: _Record) -> Cell:
    what, became = done(str(record["action"]), str(record["kind"]))
    return Cell([(what, ""), (f" {became}" if became else "", "quiet")])


def _case(record: _Record) -> Cell:
    category = record["category"].replace("_", " ")
    return Cell([(record["case_number"], ""), (f" {category}" if category else "", "quiet")])


def _outcome(record: _Record) -> Cell:
    refused = "refus" in record["kind"] or "refus" in record["outcome"].casefold()
    cited = f" {record['section']}" if record["section"] else ""
    return Cell([(record["outcome"], "bad" if refused else ""), (cited, "quiet")])
