/** The line on every page: official use only (464.2), and whether people are kept apart on this machine (464.10(a)). */

import { PageConfig } from '@jupyterlab/coreutils';
import { Panel, Widget } from '@lumino/widgets';
import type { Desk } from './desk';
import { el } from './dom';

const USE = 'Official use only. Every look at a plate is recorded under your name, with its purpose (section 464.5).';
const OPEN =
  'Official use only. Isolation is not enforced on this machine: people are not kept apart. ' +
  'Generated data only, never a real plate.';

/** A quiet line; red where isolation is not enforced. Another widget may stand at its end. */
export class Banner extends Panel {
  private readonly text = el('span', { class: 'alpr-BannerText' });

  constructor(private readonly desk: Desk) {
    super();
    this.id = 'alpr-banner';
    this.addClass('alpr-Banner');
    this.node.setAttribute('role', 'note');
    this.node.setAttribute('aria-label', 'Rules of use');
    this.addWidget(new Widget({ node: this.text }));
    desk.changed.connect(this.colour, this);
    this.colour();
  }

  private colour(): void {
    const told = this.desk.current?.me?.isolation_enforced;
    const enforced = PageConfig.getOption('alprIsolation') !== 'none' && told !== false;
    this.toggleClass('alpr-mod-open', !enforced);
    this.text.textContent = enforced ? USE : OPEN;
    this.text.title = this.text.textContent;
  }
}
