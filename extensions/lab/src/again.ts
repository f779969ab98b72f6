/** Going on with a purpose that stands in another notebook (464.5(4)): offered by name, never taken unasked. */

import { declaredAgo } from './clock';
import { el } from './dom';
import type { PurposeLink } from './link';
import { label, type Me, type Purpose } from './wire';

/** More would be a list to read, and the form is as quick. */
const MOST = 3;

/** One button for each purpose that could be gone on with; empty and hidden where there is none. */
export class Again {
  readonly node = el('section', { class: 'alpr-Again', 'aria-label': 'Purposes you declared elsewhere', hidden: true });
  private told = '';

  constructor(private readonly link: PurposeLink) {}

  show(standing: Purpose[], me: Me | null): void {
    const offered = standing.slice(0, MOST);
    const told = offered.map(({ purpose_id }) => purpose_id).join(' ');
    if (told === this.told) {
      return; // the button under somebody's finger stays
    }
    this.told = told;
    this.node.hidden = offered.length === 0;
    const words = me?.go_on_prompt ?? '';
    this.node.replaceChildren(el('p', {}, words), ...offered.map(each => this.button(each, me, words)));
  }

  private button(purpose: Purpose, me: Me | null, shown: string): HTMLElement {
    const store = purpose.realm === 'training' ? ', training store' : '';
    const what = `case ${purpose.case_number} (${label(me, purpose.category)}${store})`;
    const words = `Go on with ${what}, ${declaredAgo(purpose.declared_at)}`;
    const press = (): void => this.link.goOn(purpose, shown);
    return el('button', { type: 'button', class: 'alpr-Button', onclick: press }, words);
  }
}
