/** What stands: the purpose in force, with the ways to change or end it. */

import { inWords, minutesUntil, timeOfDay } from './clock';
import { PurposeDialog, show } from './dialog';
import { el, grouped } from './dom';
import type { PurposeLink } from './link';
import { label } from './wire';

/** Shows the declared purpose; returns without a word where none stands. */
export function showDetails(link: PurposeLink): void {
  const { purpose, me } = link;
  if (!purpose) {
    return;
  }
  const zone = me?.time_zone ?? 'UTC';
  const ends = `${timeOfDay(purpose.expires_at, zone)} unless you go on working`;
  const lines: [string, string][] = [
    ['Case', purpose.case_number],
    ['Purpose', label(me, purpose.category)],
    ['Reads', purpose.realm === 'training' ? 'Training store: generated reads' : 'The agency’s reads'],
    ['Declared', `${timeOfDay(purpose.declared_at, zone)}, record ${grouped(purpose.record)} of the access log`],
    ['Ends', `${ends} (${inWords(minutesUntil(purpose.expires_at))})`]
  ];
  const pairs = lines.flatMap(([term, text]) => [el('dt', {}, term), el('dd', {}, text)]);
  const list = el('dl', { class: 'alpr-Details' }, ...pairs);
  const dialog = el(
    'dialog',
    { class: 'alpr-Dialog alpr-mod-small', 'aria-labelledby': 'alpr-title' },
    el(
      'form',
      { method: 'dialog' },
      el('h2', { id: 'alpr-title' }, 'Your purpose'),
      list,
      el(
        'footer',
        {},
        button('End purpose', 'alpr-mod-warn', () => link.end()),
        button('Change purpose…', '', () => change(link)),
        button('Close', 'alpr-mod-accept', () => undefined)
      )
    )
  );
  show(dialog, () => undefined);
}

/** Asks for another purpose in place of the one that stands; the form starts empty. */
export function change(link: PurposeLink): void {
  link.draft = null;
  link.carried = false;
  new PurposeDialog(link);
}

function button(text: string, kind: string, act: () => void): HTMLElement {
  return el('button', { class: `alpr-Button ${kind}`, onclick: () => queueMicrotask(act) }, text);
}
