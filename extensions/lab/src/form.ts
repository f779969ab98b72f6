/** The fields of a purpose (464.5(4)): each with its label, its hint, its count and its own error. */

import { el, grouped, mark } from './dom';
import { LONGEST, type Draft, type Field, type Me, type Realm } from './wire';

const HINTS: Record<Realm, Record<Exclude<Field, 'category'>, string>> = {
  live: {
    case_number: 'Case, incident or matter: 24-001872.',
    narrative: 'In plain words: what happened, where and when.',
    why_this_plate: 'What links the plate or vehicle to the case.'
  },
  training: {
    case_number: 'A training has no case: T-1 will do.',
    narrative: 'In plain words: what you are learning or practising.',
    why_this_plate: 'Which exercise you are going to look for, for example.'
  }
};

type Input = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

interface Row {
  node: HTMLElement;
  input: Input;
  help: HTMLElement;
  error: HTMLElement;
}

/** Whether the form has a field of this name. */
export function isField(name: string): name is Field {
  return name === 'category' || name in LONGEST;
}

function row(field: Field, text: string, input: Input, hint = ''): Row {
  const id = `alpr-${field}`;
  const error = el('p', { class: 'alpr-Error', id: `${id}-error` });
  input.id = id;
  input.name = field;
  input.setAttribute('aria-required', 'true');
  input.setAttribute('aria-describedby', `${id}-hint ${id}-error`);
  const head = el('div', { class: 'alpr-RowHead' }, el('label', { for: id }, text));
  if (field !== 'category') {
    head.append(counter(input, LONGEST[field]));
  }
  const help = el('p', { class: 'alpr-Hint', id: `${id}-hint` }, hint);
  const node = el('div', { class: 'alpr-Row' }, head, input, help, error);
  return { node, input, help, error };
}

function counter(input: Input, most: number): HTMLElement {
  const count = el('span', { class: 'alpr-Count' });
  const tell = (): void => {
    count.textContent = `${grouped(input.value.length)} of ${grouped(most)} characters`;
    count.classList.toggle('alpr-mod-over', input.value.length > most);
  };
  input.addEventListener('input', tell);
  queueMicrotask(tell);
  return count;
}

function categories(me: Me): HTMLSelectElement {
  const choices = me.categories.map(({ value, label, section }) => el('option', { value }, `${label} (${section})`));
  return el('select', {}, el('option', { value: '' }, 'Choose a purpose…'), ...choices);
}

/** The four fields, and the choice of store for a person who may open the agency's reads. */
export class PurposeForm {
  readonly node = el('div', { class: 'alpr-Fields' });
  private readonly rows: Record<Field, Row>;
  private readonly stores: HTMLInputElement[] = [];

  constructor(
    private readonly me: Me,
    draft: Draft | null,
    private readonly onStore: (realm: Realm) => void
  ) {
    const plain = { autocomplete: 'off', spellcheck: 'true', rows: '3' };
    this.rows = {
      category: row('category', 'Purpose', categories(me), 'With the section of the policy it rests on.'),
      case_number: row('case_number', 'Case number', el('input', { type: 'text', autocomplete: 'off' })),
      narrative: row('narrative', 'What is being investigated', el('textarea', plain)),
      why_this_plate: row('why_this_plate', 'Why this plate or vehicle', el('textarea', plain))
    };
    this.rows.case_number.input.spellcheck = false;
    for (const [field, { node, input }] of Object.entries(this.rows)) {
      input.value = draft?.[field as Field] ?? '';
      this.node.append(node);
    }
    if (me.realm === 'live') {
      this.node.append(this.storeChoice(draft?.realm ?? 'live'));
    }
    this.choose(draft?.realm ?? me.realm);
  }

  /** Says what a purpose for this store opens, and what to write. */
  private choose(realm: Realm): void {
    for (const [field, words] of Object.entries(HINTS[realm])) {
      this.rows[field as Field].help.textContent = words;
    }
    this.onStore(realm);
  }

  /** What the person has written so far. */
  value(): Draft {
    const chosen = this.stores.find(store => store.checked)?.value as Realm | undefined;
    const { category, case_number, narrative, why_this_plate } = this.rows;
    return {
      category: category.input.value,
      case_number: case_number.input.value,
      narrative: narrative.input.value,
      why_this_plate: why_this_plate.input.value,
      prompt: this.me.prompt,
      ...(chosen ? { realm: chosen } : {})
    };
  }

  /** Whether the person has chosen or written anything. */
  get typed(): boolean {
    return Object.values(this.rows).some(({ input }) => input.value !== '');
  }

  /** Shows what is wrong with each field; the first of them gets the focus. Values stay. */
  show(problems: Record<string, string>): void {
    let first: Input | null = null;
    for (const [field, { input, error }] of Object.entries(this.rows)) {
      const problem = problems[field] ?? '';
      error.textContent = problem;
      mark(input, 'aria-invalid', problem ? 'true' : '');
      first ??= problem ? input : null;
    }
    first?.focus();
  }

  /** Puts the cursor where the person goes on. */
  focus(): void {
    const inputs = Object.values(this.rows).map(({ input }) => input);
    (inputs.find(input => !input.value) ?? inputs[0])?.focus();
  }

  private storeChoice(realm: Realm): HTMLElement {
    const choice = (value: Realm, text: string): HTMLElement => {
      const radio = el('input', { type: 'radio', name: 'realm', value, checked: value === realm });
      radio.addEventListener('change', () => this.choose(value));
      this.stores.push(radio);
      return el('label', { class: 'alpr-Choice' }, radio, text);
    };
    return el(
      'fieldset',
      { class: 'alpr-Stores' },
      el('legend', {}, 'Which reads'),
      choice('live', 'The agency’s reads (live store)'),
      choice('training', 'Generated reads (training store)')
    );
  }
}
