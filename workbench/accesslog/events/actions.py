"""Each action that a record may tell of, as the schema's classes and activities name it (464.5, 464.6).

A test lists the actions in the sources and fails on one that stands in no table here. What no table knows goes out
as ``unlisted``: the leaf's index leads to the record.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.accesslog.events.event import Class, Severity
from workbench.accesslog.record import Kind

UNLISTED = "unlisted"
DIFFERS = "log.reconciled"
LATE = "events.late"


@dataclass(frozen=True, slots=True)
class Deed:
    """What an action is: class, ``activity_id``, the datastore or service that it is done to."""

    of: Class
    activity: int
    at: str
    answered: bool = False
    """An admission to it is followed by a result or a failure."""
    failed: bool = False
    """That it happened at all is a failure, such as of a sign-in."""
    grave: Severity = Severity.INFORMATIONAL
    name: str = ""
    """The activity's name where the schema has none (``activity_id`` 99)."""


_READ, _UPDATE, _QUERY, _WRITE, _DELETE, _LIST, _ENCRYPT = 1, 2, 4, 5, 7, 8, 9
"""Activities of Datastore Activity."""
_CREATED, _SEEN, _CHANGED, _REMOVED = 1, 2, 3, 4
"""Activities of API Activity."""
_ON, _OFF = 1, 2
"""Activities of Authentication."""
OTHER = 99


def _data(activity: int, at: str, *, answered: bool = True) -> Deed:
    return Deed(Class.DATASTORE, activity, at, answered)


def _api(activity: int, at: str, *, answered: bool = False, grave: Severity = Severity.INFORMATIONAL) -> Deed:
    return Deed(Class.API, activity, at, answered, grave=grave)


def _sign_in(activity: int, *, failed: Severity | None = None, name: str = "") -> Deed:
    grave = failed or Severity.INFORMATIONAL
    return Deed(Class.AUTHENTICATION, activity, "sign-in", failed=failed is not None, grave=grave, name=name)


def _other(at: str, name: str, grave: Severity = Severity.INFORMATIONAL) -> Deed:
    return Deed(Class.API, OTHER, at, grave=grave, name=name)


def _finding(grave: Severity) -> Deed:
    return Deed(Class.FINDING, _CREATED, _LOG, grave=grave)


_READS, _HITS, _LISTS, _LOG = "reads", "hits", "hotlists", "access log"
_PHOTOGRAPHS = "photographs"

_DATA = {
    **{f"search.{name}": _data(_QUERY, _READS) for name in ("plates", "canvass", "vehicle", "convoy", "places")},
    "search.base-rates": _data(_QUERY, _READS),
    "search.gaps": _data(_QUERY, _READS),
    "training.exercise": _data(_QUERY, _READS),
    "export.reads": _data(_READ, _READS),
    "collection.take": _data(_WRITE, _READS),
    **{f"photographs.{name}": _data(_WRITE, _PHOTOGRAPHS) for name in ("begin", "hand-in", "close")},
    "photographs.cancel": _data(_DELETE, _PHOTOGRAPHS),
    "photographs.list": _data(_LIST, _PHOTOGRAPHS),
    "photographs.complete": _data(_UPDATE, _PHOTOGRAPHS),
    "photographs.read": _data(_WRITE, _READS),
    "hits.page": _data(_READ, _HITS),
    "hits.verify": _data(_UPDATE, _HITS),
    "reviews.queue": _data(_READ, _READS),
    "reviews.say": _data(_UPDATE, _READS),
    "reviews.undo": _data(_UPDATE, _READS),
    "images.look": _data(_READ, "images"),
    "hits.withdraw": _data(_UPDATE, _HITS),
    "hits.follow": _data(_LIST, _HITS, answered=False),
    "alerts.send": _data(_READ, _HITS),
    "hotlists.install": _data(_WRITE, _LISTS),
    "hotlists.retire": _data(_DELETE, _LISTS),
    "hotlists.list": _data(_LIST, _LISTS),
    "hotlists.preview": _data(_READ, _LISTS),
    "hotlists.entries": _data(_READ, _LISTS),
    "hotlists.enter": _data(_UPDATE, _LISTS),
    "hotlists.withdraw": _data(_UPDATE, _LISTS),
    "log.read": _data(_READ, _LOG),
    "log.export": _data(_READ, _LOG),
    "log.shred": _data(_DELETE, _LOG),
    "log.shred-preview": _data(_READ, _LOG),
    "log.certificates": _data(_READ, _LOG),
    **{f"audit.{look}": _data(_READ, _LOG) for look in ("rows", "standing", "queue", "report")},
    "purge.reads": _data(_DELETE, _READS),
    "purge.preview": _data(_READ, _READS),
    "purge.certificates": _data(_READ, _LOG),
    **{f"store.{name}": _data(_READ, _READS, answered=False) for name in ("check", "checked")},
    **{f"store.{name}": _data(_UPDATE, _READS, answered=False) for name in ("repair", "repaired")},
    **{f"store.{name}": _data(_ENCRYPT, _READS, answered=False) for name in ("rewrite", "rewritten")},
    **{f"backup.{name}": _data(_READ, _READS, answered=False) for name in ("create", "created", "drill")},
    "backup.restored": _data(_WRITE, _READS, answered=False),
    "purge.again": _data(_DELETE, _READS),
    "store.give-up": _data(_DELETE, _READS, answered=False),
}
_SIGN_INS = {
    "hub.signin": _sign_in(_ON),
    "hub.signin-failed": _sign_in(_ON, failed=Severity.LOW),
    "hub.signout": _sign_in(_OFF),
    "hub.sessions-ended": _sign_in(_OFF),
    "hub.code-enrolment-failed": _sign_in(OTHER, failed=Severity.LOW, name="Setting up codes"),
    "hub.recovery-code": _sign_in(OTHER, failed=Severity.LOW, name="Recovery code"),
    "hub.password-compromised": _sign_in(OTHER, failed=Severity.HIGH, name="Password compromised"),
    "hub.locked": _sign_in(OTHER, failed=Severity.MEDIUM, name="Lock"),
    "hub.step-up": _sign_in(OTHER, name="Step-up"),
    "hub.step-up-failed": _sign_in(OTHER, failed=Severity.LOW, name="Step-up"),
    "hub.password-change-failed": _sign_in(OTHER, failed=Severity.LOW, name="Change of password"),
    "hub.forged": _sign_in(OTHER, failed=Severity.HIGH, name="Forged report"),
    "signin.refused": _sign_in(_ON, failed=Severity.LOW),
    "signin.mismatch": _sign_in(_ON, failed=Severity.HIGH),
    "metrics.refused": _sign_in(_ON, failed=Severity.LOW),
    "person.turned-away": _sign_in(_ON, failed=Severity.MEDIUM),
    "device.refused": _sign_in(_ON, failed=Severity.LOW),
}
_CALLS = {
    "purpose.declare": _api(_CREATED, "purposes"),
    "purpose.continue": _api(_CHANGED, "purposes"),
    "purpose.end": _api(_REMOVED, "purposes"),
    "assents.pending": _api(_SEEN, "assents", answered=True),
    "assent.grant": _api(_CHANGED, "assents"),
    "assent.deny": _api(_CHANGED, "assents"),
    "assent.break-glass": _finding(Severity.HIGH),
    "glass.justified": _api(_CHANGED, "assents"),
    "glass.unjustified": _finding(Severity.HIGH),
    "administration.overview": _api(_SEEN, "administration"),
    "administration.programme": _api(_SEEN, "administration", answered=True),
    "administration.configuration": _api(_SEEN, "administration", answered=True),
    "administration.lists": _api(_SEEN, "administration", answered=True),
    "administration.camera": _api(_CHANGED, "administration"),
    "administration.cases": _api(_CREATED, "administration"),
    "administration.lexicon": _api(_CREATED, "administration"),
    "watch.add": _api(_CREATED, "watch-list"),
    "watch.remove": _api(_REMOVED, "watch-list"),
    "person.suspend": _api(_CHANGED, "accounts"),
    "person.readmit": _api(_CHANGED, "accounts"),
    "delegation.grant": _api(_CREATED, "administration"),
    "delegation.end": _api(_REMOVED, "administration"),
    "source.grant": _api(_CREATED, "administration"),
    "source.revoke": _api(_REMOVED, "administration"),
    "device.add": _api(_CREATED, "administration"),
    "device.revoke": _api(_REMOVED, "administration"),
    "training.trainees": _api(_SEEN, "training", answered=True),
    "training.progress": _api(_SEEN, "training"),
    **{
        f"training.{step}": _api(_CHANGED, "training")
        for step in ("module", "quiz", "misuse", "acknowledge", "sign-off")
    },
    "training.sessions": _api(_SEEN, "training", answered=True),
    "training.sandbox": _api(_SEEN, "training", answered=True),
    "training.certificate": _api(_SEEN, "training", answered=True),
    "training.register": _api(_SEEN, "training", answered=True),
    "training.session-open": _api(_CREATED, "training"),
    "training.roster": _api(_CHANGED, "training"),
    "training.session-close": _api(_CHANGED, "training"),
    "demo.cameras": _api(_CREATED, "cameras"),
    "demo.people": _api(_CREATED, "training"),
    "policy.install": _api(_CREATED, "policy"),
    "policy.propose": _api(_CREATED, "policy"),
    **{f"policy.{step}": _api(_CHANGED, "policy") for step in ("approve", "refuse")},
    "confusion.version": _api(_CREATED, "confusion matrix"),
    "hub.password-changed": _api(_CHANGED, "accounts"),
    "hub.code-enrolled": _api(_CHANGED, "accounts"),
    "hub.account-add": _api(_CREATED, "accounts"),
    **{
        f"hub.account-{change}": _api(_CHANGED, "accounts")
        for change in ("roles", "password", "provider", "disable", "enable", "unlock", "code")
    },
    "cameras.list": _api(_SEEN, "cameras", answered=True),
    "saved.list": _api(_SEEN, "saved searches", answered=True),
    "saved.keep": _api(_CREATED, "saved searches"),
    "saved.forget": _api(_REMOVED, "saved searches"),
    "audit.list": _api(_SEEN, "audits", answered=True),
    **{f"audit.{act}": _api(_CREATED, "audits", answered=True) for act in ("announce", "draw")},
    **{f"audit.{act}": _api(_CREATED, "audits") for act in ("review", "raise")},
    "audit.decide": _api(_CHANGED, "audits", answered=True),
    "hold.list": _api(_SEEN, "holds", answered=True),
    "hold.place": _api(_CREATED, "holds"),
    "hold.review": _api(_CHANGED, "holds"),
    "hold.lift": _api(_REMOVED, "holds"),
    "sharing.list": _api(_SEEN, "releases", answered=True),
    "decisions.list": _api(_SEEN, "releases", answered=True),
    "release.enter": _api(_CREATED, "releases"),
    **{f"release.{step}": _api(_CHANGED, "releases") for step in ("approve", "refuse", "close")},
    "publication.list": _api(_SEEN, "publications", answered=True),
    "publication.draft": _api(_SEEN, "publications", answered=True),
    "publication.propose": _api(_CREATED, "publications"),
    **{f"publication.{step}": _api(_CHANGED, "publications") for step in ("approve", "refuse")},
    "breach.report": _api(_CREATED, "breaches", grave=Severity.MEDIUM),
    "breach.list": _api(_SEEN, "breaches", answered=True),
    "breach.scope": _api(_SEEN, "breaches", answered=True),
    **{f"breach.{step}": _api(_CHANGED, "breaches") for step in ("notice", "finish", "close", "reopen")},
    "agreement.enter": _api(_CREATED, "agreements"),
    **{f"agreement.{step}": _api(_CHANGED, "agreements") for step in ("approve", "refuse", "end")},
    "custodian.start": _other("custodian", "Start"),
    "page.refused": _other("signed-in pages", "Refusal", Severity.MEDIUM),
    "operator.refused": _other("custodian", "Refusal", Severity.MEDIUM),
    "log.witness-cosigned": _api(_SEEN, _LOG),
    DIFFERS: _api(_SEEN, _LOG),
}
_FINDINGS = {
    LATE: _finding(Severity.HIGH),
    "alerts.failed": _finding(Severity.MEDIUM),
    "log.witness-silent": _finding(Severity.MEDIUM),
    "log.witness-refused": _finding(Severity.MEDIUM),
    "backup.behind-witness": _finding(Severity.CRITICAL),
    "log.witness-conflict": _finding(Severity.CRITICAL),
}
_OUTCOMES = {"training.exercise": _api(_CHANGED, "training")}
"""Actions whose requests are looks at reads, while an event of the same name only tells how it ended."""

DEEDS = {**_DATA, **_SIGN_INS, **_CALLS, **_FINDINGS}
_UNKNOWN = _other("custodian", "Unlisted")


def deed_of(action: str, kind: Kind) -> Deed:
    """What an action is when a record of this kind tells of it."""
    if kind is Kind.EVENT and action in _OUTCOMES:
        return _OUTCOMES[action]
    return DEEDS.get(action, _UNKNOWN)


def operation(action: str) -> str:
    """The action's name as an event tells it."""
    return action if action in DEEDS else UNLISTED
