/** Which purpose belongs to the page in front: follows notebooks and consoles, and asks where one is missing. */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ISessionContext } from '@jupyterlab/apputils';
import type { Kernel } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';
import { change, showDetails } from './details';
import { isOpen, PurposeDialog } from './dialog';
import { PurposeLink } from './link';
import type { Draft } from './wire';

const LOOK_EVERY = 400;
/** Milliseconds within which a dialog is the same to the person as the one that was taken away under their hands. */
const SAME_HAND = 20_000;

/** A notebook or a console. */
export type Panel = Widget & { sessionContext: ISessionContext };

/** One link for each kernel, whichever panels show it. */
export class Desk {
  private readonly links = new Map<string, PurposeLink>();
  private readonly panels = new Set<Panel>();
  private readonly _changed = new Signal<this, void>(this);
  private readonly _accepted = new Signal<this, PurposeLink>(this);
  private readonly _asked = new Signal<this, PurposeLink>(this);

  private ready = false;
  /** What stood in a dialog that another page took off the screen. */
  private interrupted: { draft: Draft; at: number } | null = null;

  constructor(private readonly shell: JupyterFrontEnd.IShell) {}

  /** The page is laid out: from now on it may be asked for a purpose. */
  start(): void {
    this.ready = true;
    this.look();
  }

  /** Something that the status line shows has changed. */
  get changed(): Signal<this, void> {
    return this._changed;
  }

  /** A declaration made on this page was accepted. */
  get accepted(): Signal<this, PurposeLink> {
    return this._accepted;
  }

  /** A kernel has told its state for the first time. */
  get told(): Signal<this, PurposeLink> {
    return this._asked;
  }

  /** The link of the page in front, or null where none runs a kernel. */
  get current(): PurposeLink | null {
    const panel = this.front();
    return panel ? this.of(panel) : null;
  }

  /** The link of a panel's kernel. */
  of(panel: Panel): PurposeLink | null {
    return this.links.get(panel.sessionContext.session?.kernel?.id ?? '') ?? null;
  }

  follow(panel: Panel): void {
    const session = panel.sessionContext;
    const meet = (): void => this.meet(session.session?.kernel ?? null);
    this.panels.add(panel);
    session.kernelChanged.connect(meet);
    panel.disposed.connect(() => {
      this.panels.delete(panel);
      window.setTimeout(() => this.panels.forEach(each => this.meet(each.sessionContext.session?.kernel ?? null)));
    });
    meet();
  }

  /** The page in front changed, or its state did. */
  look(): void {
    this._changed.emit();
    const link = this.current;
    if (this.ready && link?.phase === 'gated' && !link.dismissed && (link.me || link.problem) && !isOpen()) {
      this.ask(link);
    }
  }

  /** What a press on the status line does. */
  press(): void {
    const link = this.current;
    if (link?.purpose) {
      showDetails(link);
    } else if (link && link.phase !== 'asking' && link.phase !== 'absent' && !isOpen()) {
      this.ask(link);
    }
  }

  change(): void {
    const link = this.current;
    if (link?.purpose) {
      change(link);
    } else {
      this.press();
    }
  }

  private front(): Panel | null {
    // A page that came to the front behind a modal dialog can't take the focus, by which the shell knows it.
    const known = this.shell.currentWidget;
    const panels = [...this.panels];
    return panels.find(each => (known?.isVisible ? each === known : each.isVisible)) ?? null;
  }

  private ask(link: PurposeLink): void {
    link.refresh(true); // what may have been declared in another notebook since is offered
    if (this.interrupted && Date.now() - this.interrupted.at < SAME_HAND) {
      link.draft ??= this.interrupted.draft; // a page that came to the front by itself loses nobody's letters
    }
    this.interrupted = null;
    const dialog = new PurposeDialog(link, this.front()?.title.label);
    const watch = window.setInterval(() => {
      if (dialog.isOpen && this.current === link) {
        return;
      }
      window.clearInterval(watch);
      const draft = dialog.withdraw();
      this.interrupted = draft && { draft, at: Date.now() };
      const panel = this.front();
      if (panel && panel !== this.shell.currentWidget) {
        this.shell.activateById(panel.id); // now it can take the focus
      }
      this.look();
    }, LOOK_EVERY);
  }

  private meet(kernel: Kernel.IKernelConnection | null): void {
    if (kernel && !kernel.isDisposed && !this.links.has(kernel.id)) {
      const link = new PurposeLink(kernel);
      this.links.set(kernel.id, link);
      kernel.disposed.connect(() => this.links.delete(kernel.id));
      link.changed.connect((_, before) => {
        this.look();
        if (before === 'asking' && link.phase === 'declared') {
          this._asked.emit(link);
        }
      });
      link.accepted.connect(() => this._accepted.emit(link));
    }
    this.look();
  }
}
