"""What each step of the training says, as HTML; every text of the custodian's is escaped."""

from __future__ import annotations

from workbench.prose.markdown import prose
from workbench.prose.shown import escape
from workbench.ui.training.model import NAMES, STEPS, TrainingModel, standing
from workbench.ui.words import local, plural
from workbench.wire.training import Progress, QuizResult


def way(model: TrainingModel) -> str:
    """How far the trainee has come, as a bar and in words."""
    done = [step for step in STEPS if model.finished(step)]
    words = f"{len(done)} of {len(STEPS)} steps done"
    due = "" if len(done) == len(STEPS) else f" Next: <b>{NAMES[model.due()]}</b>."
    if due and model.finished("sign-off") and model.progress.acknowledged:
        due = " Your training holds: nothing is due."
    bar = f'<progress max="{len(STEPS)}" value="{len(done)}" aria-label="{words}"></progress>'
    return f'<p class="way">{bar} <span>{words}.{due}</span></p>'


def sessions(model: TrainingModel) -> str:
    """The sessions to come and the newest one held, whose roster the trainee is on."""
    own, zone = model.progress.sessions, model.me.time_zone
    coming = [each for each in own if each.attended is None]
    held = [each for each in own if each.attended is not None][:1]
    return "".join(
        f'<p class="strip told"><b>{escape(each.title)}</b>, {local(each.starts_at, zone)}'
        f"{', ' + escape(each.place) if each.place else ''}, with {escape(each.trainer)}. "
        f"{_MARKS[each.attended]}</p>"
        for each in [*reversed(coming), *held]
    )


_MARKS = {None: "You are on the roster.", True: "You attended.", False: "You did not attend."}


def module_head(model: TrainingModel) -> str:
    """Which module is open."""
    shown, modules = model.module(), model.progress.modules
    if shown is None:
        return "<p>There are no modules.</p>"
    read = sum(each.completed for each in modules)
    mark = '<span class="done">✓ read</span>' if shown.completed else '<span class="open">not read yet</span>'
    return (
        f"<p>Module {model.place + 1} of {len(modules)}, {read} read. Policy section {escape(shown.section)}. "
        f"{mark}</p><h3>{escape(shown.title)}</h3>"
    )


def module_text(model: TrainingModel) -> str:
    """The open module."""
    shown = model.module()
    return "" if shown is None else f'<div class="prose">{prose(shown.text)}</div>'


def policy_head(progress: Progress) -> str:
    """Which version is in force, and whether it is acknowledged."""
    mark = '<span class="done">✓ acknowledged</span>' if progress.acknowledged else "not acknowledged yet"
    return (
        f"<h3>Policy, version {escape(progress.policy_version)}</h3><p>Your copy of the policy (464.4.1): {mark}. "
        "Read it to the end; that you did is kept in the access log.</p>"
    )


def policy_text(progress: Progress) -> str:
    """The policy's text in the version in force."""
    return (
        '<div class="policy prose" tabindex="0" role="region" aria-label="Policy text">'
        f"{prose(progress.policy_text)}</div>"
    )


def quiz_head(model: TrainingModel) -> str:
    """How the quiz stands."""
    if model.progress.quiz_passed:
        return '<h3>Quiz</h3><p class="done">✓ Passed.</p>'
    count = plural(len(model.progress.quiz), "question")
    return (
        f"<h3>Quiz</h3><p>{count}; it is passed when all are right. Wrong answers are marked, with the module to "
        "read again. You may hand in three times a day, each time in another order. Each attempt is recorded.</p>"
    )


def verdict(section: str, marked: QuizResult | None) -> str:
    """What stands under a question after the quiz was marked."""
    if marked is None:
        return ""
    if section in marked.read_again:
        return f'<p class="open">✗ Not right yet: see section {escape(section)}.</p>'
    return '<p class="done">✓ Right.</p>'


def exercise(model: TrainingModel) -> str:
    """The task."""
    done = '<p class="done">✓ Done: you found the vehicle.</p>' if model.progress.exercise_done else ""
    return f'<h3>Exercise</h3>{done}<div class="prose">{prose(model.progress.exercise)}</div>'


def misuse(model: TrainingModel) -> str:
    """The task of the second exercise, and once it is passed what the misuse was."""
    if model.judged is not None and model.judged.passed:
        told = "".join(
            f"<li>Row {escape(', '.join(map(str, each.rows)))}: {escape(each.words)} ({escape(each.section)})</li>"
            for each in model.judged.explained
        )
        return f'<h3>Misuse</h3><p class="done">✓ Done.</p><ul class="left">{told}</ul>'
    done = '<p class="done">✓ Done: you found the misuse.</p>' if model.progress.misuse_done else ""
    again = ""
    if model.judged is not None and model.judged.read_again and not model.progress.misuse_done:
        again = f'<p class="open">Read again: {escape(", ".join(model.judged.read_again))}.</p>'
    return f"<h3>Misuse</h3>{done}{again}{_MISUSE}"


_MISUSE = (
    "<p>An invented week of an access log. Some of it is misuse of several kinds: mark one row at least of each kind "
    "(464.6, 464.7.1, 464.10). Some rows only look odd and are in order: two false alarms are allowed. Choose a row "
    "and press <b>Enter</b> or the button. You may hand in three times a day, each time another week.</p>"
)


def sign_off(model: TrainingModel) -> str:
    """What is left, or that the trainer is waited for, and how it goes on afterwards."""
    progress = model.progress
    left = "".join(f"<li>{escape(each)}</li>" for each in progress.left)
    signed = progress.signed_off_by and not (progress.renewing or progress.lapsed)
    ready = progress.ready_for_sign_off or signed
    todo = "" if ready or not left else f'<ul class="left">{left}</ul>'
    look = "done" if ready else "open"
    live = _live(model) if progress.acknowledged else ""
    after = live if signed else _waiting() if ready else ""
    return f'<h3>Sign-off</h3><p class="{look}">{escape(standing(progress))}</p>{todo}{after}'


def _waiting() -> str:
    return (
        "<p>Tell your trainer that you are ready: you are on the trainer's list now. Come back here afterwards and "
        "press <b>Look again</b>. Until then you search the training store only (464.4.1).</p>"
    )


def _live(model: TrainingModel) -> str:
    sources = ", ".join(model.me.sources)
    granted = (
        f"You may search these sources: {escape(sources)}."
        if sources
        else "<b>No source of data is granted to you yet:</b> ask the ALPR administrator for one (464.7(f))."
    )
    return (
        f"<p>{granted}</p><p>To search the agency's reads, open <b>Search by a partial plate</b> and declare a purpose "
        "for them. A session that is open already keeps its training purpose: press it in the status bar at the "
        "bottom left and change it.</p>"
    )
