/** The purpose in one line: case, category, minutes left; or the button that declares one (464.5(4)). */

import { Notification } from '@jupyterlab/apputils';
import { Widget } from '@lumino/widgets';
import { inWords, minutesUntil, WARN_MINUTES } from './clock';
import type { Desk } from './desk';
import { el } from './dom';
import type { PurposeLink } from './link';
import { label } from './wire';

const TICK = 15_000;

/** A button for the status bar, or for the banner where there is no status bar. */
export class PurposeStatus extends Widget {
  private readonly button = el('button', { type: 'button', class: 'alpr-Status' });
  private readonly timer: number;
  /** The purposes of which the person was warned. */
  private readonly warned = new Set<string>();

  constructor(private readonly desk: Desk) {
    super();
    this.addClass('alpr-StatusItem');
    this.node.append(this.button);
    this.button.addEventListener('click', () => desk.press());
    desk.changed.connect(this.render, this);
    this.timer = window.setInterval(() => this.tick(), TICK);
    this.render();
  }

  override dispose(): void {
    window.clearInterval(this.timer);
    super.dispose();
  }

  private tick(): void {
    const link = this.desk.current;
    const minutes = link?.purpose ? minutesUntil(link.purpose.expires_at) : null;
    if (link && minutes !== null && minutes <= WARN_MINUTES) {
      link.refresh(minutes === 0);
      this.warn(link, minutes);
    }
    this.render();
  }

  private warn(link: PurposeLink, minutes: number): void {
    const id = link.purpose?.purpose_id ?? '';
    if (minutes > 0 && !this.warned.has(id)) {
      this.warned.add(id);
      const text = `Your purpose for case ${link.purpose?.case_number} ends in ${minutes} min unless you go on working.`;
      Notification.warning(text, { autoClose: 20_000 });
    }
  }

  private render(): void {
    const link = this.desk.current;
    const phase = link?.phase ?? 'absent';
    this.setHidden(phase === 'absent');
    this.button.className = `alpr-Status alpr-mod-${phase}`;
    this.button.disabled = phase === 'asking';
    if (link?.purpose) {
      this.standing(link);
    } else if (phase === 'absent' || phase === 'asking') {
      this.button.replaceChildren(phase === 'asking' ? 'Purpose: asking the kernel…' : '');
      this.button.title = '';
    } else {
      this.button.replaceChildren('Declare purpose');
      this.button.title = 'Nothing runs before a purpose is declared (section 464.5).';
    }
  }

  private standing(link: PurposeLink): void {
    const { purpose, me, problem } = link;
    if (!purpose) {
      return;
    }
    const minutes = minutesUntil(purpose.expires_at);
    const soon = minutes <= WARN_MINUTES ? ' alpr-mod-soon' : '';
    const left = el('span', { class: `alpr-Left${soon}` }, inWords(minutes));
    const training = el('span', { class: 'alpr-Badge alpr-mod-training' }, 'Training');
    const badge = purpose.realm === 'training' ? [training] : [];
    const words = `Case ${purpose.case_number} · ${label(me, purpose.category)} ·`;
    this.button.replaceChildren(...badge, el('span', { class: 'alpr-Words' }, words), left);
    this.button.classList.toggle('alpr-mod-trouble', problem !== null);
    this.button.title = problem ? `${problem.title} ${problem.how}` : 'Your purpose: press to see, change or end it.';
  }
}
