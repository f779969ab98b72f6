/** The dialog that asks for the purpose before anything runs (464.5(4)). */

import { Again } from './again';
import { el } from './dom';
import { isField, PurposeForm } from './form';
import type { Phase, PurposeLink } from './link';
import type { Draft, Me, Problem, Realm } from './wire';

/** Each problem stands beside its field: it is not said twice. */
const MARKED = 'Not declared yet: correct what is marked below';

let open: HTMLDialogElement | null = null;

/** Whether a dialog of ours is on the screen. */
export function isOpen(): boolean {
  return open?.open ?? false;
}

/** Puts a modal dialog on the screen; the focus stays in it, Escape closes it. */
export function show(dialog: HTMLDialogElement, closed: () => void): void {
  open?.close();
  open = dialog;
  dialog.dataset['lmSuppressShortcuts'] = 'true';
  dialog.addEventListener('close', () => {
    if (open === dialog) {
      open = null;
    }
    dialog.remove();
    closed();
  });
  document.body.append(dialog);
  dialog.showModal();
}

/** Asks for a purpose until it is accepted or the person puts the dialog away. */
export class PurposeDialog {
  private readonly alert = el('div', { class: 'alpr-Alert', role: 'alert' });
  private readonly submit = el('button', { type: 'submit', class: 'alpr-Button alpr-mod-accept' }, 'Declare purpose');
  private readonly body = el('div', { class: 'alpr-Body' });
  private readonly dialog: HTMLDialogElement;
  private readonly again: Again;
  private form: PurposeForm | null = null;
  private settled = false;
  private told: Problem | null = null;
  private readonly changing: boolean;

  /** `page` is the notebook or console that asks, where one does: several may be open. */
  constructor(
    private readonly link: PurposeLink,
    private readonly page = ''
  ) {
    this.changing = link.purpose !== null;
    this.again = new Again(link);
    const title = el('h2', { id: 'alpr-title' }, this.changing ? 'Change your purpose' : 'Declare your purpose');
    const foot = el(
      'footer',
      {},
      el('span', { class: 'alpr-Keys' }, 'Ctrl + Enter declares, Esc cancels'),
      el('button', { type: 'button', class: 'alpr-Button', onclick: () => this.dialog.close() }, 'Cancel'),
      this.submit
    );
    const listen = { novalidate: true, onsubmit: (event: Event) => this.send(event) };
    const form = el('form', listen, title, this.alert, this.again.node, this.body, foot);
    form.addEventListener('keydown', event => this.onKey(event, form));
    const names = { 'aria-labelledby': 'alpr-title', 'aria-describedby': 'alpr-prompt' };
    this.dialog = el('dialog', { class: 'alpr-Dialog', ...names }, form);
    this.fill();
    link.changed.connect(this.update, this);
    link.accepted.connect(this.done, this);
    show(this.dialog, () => this.closed());
    this.update();
    this.form?.focus();
  }

  private fill(): void {
    const { me, draft } = this.link;
    if (me && !this.form) {
      const store = el('p', { class: 'alpr-Store', role: 'status' });
      this.form = new PurposeForm(me, draft, realm => store.replaceChildren(...opens(realm, me)));
      this.body.replaceChildren(store, ...introduction(me, this.link.carried, this.page), this.form.node);
    }
  }

  private update(_?: PurposeLink, before?: Phase): void {
    const { phase, problem, me } = this.link;
    if (phase === 'absent') {
      this.dialog.close();
      return;
    }
    if (phase === 'declared' && !this.changing) {
      this.done(); // declared on another page that shows the same kernel
      return;
    }
    this.fill();
    this.again.show(this.changing ? [] : this.link.standing, me);
    const waiting = phase === 'sending' || phase === 'asking';
    this.submit.disabled = waiting;
    const otherwise = me ? 'Declare purpose' : 'Try again';
    this.submit.textContent = waiting ? (phase === 'sending' ? 'Recording…' : 'Kernel is starting…') : otherwise;
    if (problem !== this.told) {
      this.told = problem;
      this.alert.replaceChildren(...said(problem));
    }
    if (before === 'sending' && !waiting) {
      this.form?.show(problem?.fields ?? {});
    }
  }

  private send(event: Event): void {
    event.preventDefault();
    if (this.submit.disabled) {
      return;
    }
    if (this.form) {
      this.link.declare(this.form.value());
    } else {
      this.link.refresh(true);
    }
  }

  private onKey(event: KeyboardEvent, form: HTMLFormElement): void {
    event.stopPropagation(); // Lab's shortcuts have no business in here
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      form.requestSubmit();
    }
  }

  /** Takes the dialog off the screen because another page has come to the front; what was typed stays, and is told. */
  withdraw(): Draft | null {
    if (!this.isOpen) {
      return null;
    }
    this.link.draft = this.form?.value() ?? this.link.draft;
    this.done();
    return this.form?.typed ? this.link.draft : null;
  }

  /** Whether it is on the screen. */
  get isOpen(): boolean {
    return this.dialog.open;
  }

  private done(): void {
    this.settled = true;
    this.dialog.close();
  }

  private closed(): void {
    this.link.changed.disconnect(this.update, this);
    this.link.accepted.disconnect(this.done, this);
    if (!this.settled) {
      this.link.dismiss(this.form?.value() ?? this.link.draft);
    }
  }
}

/** Which reads a purpose would open, and how the person stands. */
function opens(realm: Realm, me: Me): HTMLElement[] {
  const training = realm === 'training';
  const text = training
    ? 'This opens the training store: generated reads, nobody’s real plate. '
    : 'This opens the agency’s reads. Each look is recorded under your name with this purpose. ';
  return [
    el('span', { class: training ? 'alpr-Badge alpr-mod-training' : 'alpr-Badge' }, training ? 'Training' : 'Live'),
    el('span', {}, text, el('span', { class: 'alpr-Standing' }, me.standing))
  ];
}

function introduction(me: Me, carried: boolean, page: string): HTMLElement[] {
  const prompt = el('p', { id: 'alpr-prompt', class: 'alpr-Prompt' }, me.prompt);
  const who = el('p', { class: 'alpr-Who' }, `Signed in as ${me.username}, ${me.organisation}.${page && ` Asked for ${page}.`}`);
  const again = 'The kernel was restarted. This is what you declared before: check that it still holds.';
  return carried ? [prompt, who, el('p', { class: 'alpr-Carried' }, again)] : [prompt, who];
}

function said(problem: Problem | null): HTMLElement[] {
  if (!problem) {
    return [];
  }
  const section = problem.section ? ` (section ${problem.section})` : '';
  const how = problem.how ? [el('p', {}, problem.how)] : [];
  const named = Object.keys(problem.fields);
  const title = named.length > 0 && named.every(isField) ? MARKED : problem.title;
  return [el('p', {}, el('strong', {}, `${title}${section}`)), ...how];
}
