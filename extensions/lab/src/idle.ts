/** Half an hour without a hand at the machine signs the person out (464.5.1): what is on the screen goes with it. */

import { Notification } from '@jupyterlab/apputils';
import { PageConfig, URLExt } from '@jupyterlab/coreutils';

const MINUTE = 60_000;
const LIMIT = 30 * MINUTE;
const WARN = 2 * MINUTE;
const LOOK = 10_000;
/** All of the person's pages share it: who works in one of them works. */
const SEEN = 'alpr-lab:seen-at';
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/** Watches for signs of a person in this page, and leaves by the sign-out when there were none in any. */
class Idle {
  private warning: string | null = null;
  private written = 0;

  constructor(private readonly leave: () => void) {
    this.write(Date.now());
    for (const sign of SIGNS) {
      window.addEventListener(sign, () => this.seen(), { capture: true, passive: true });
    }
    // A frame (a map) keeps its events to itself; that it takes the focus is seen.
    window.addEventListener('blur', () => document.activeElement instanceof HTMLIFrameElement && this.seen());
    document.addEventListener('visibilitychange', () => this.look());
    window.setInterval(() => this.look(), LOOK);
  }

  /** A machine that slept wakes to a key or a hand: that is no sign of whoever left it. */
  private seen(): void {
    if (!this.look() && Date.now() - this.written > 1_000) {
      this.write(Date.now());
    }
  }

  private write(at: number): void {
    this.written = at;
    window.localStorage.setItem(SEEN, String(at));
    if (this.warning) {
      Notification.dismiss(this.warning);
      this.warning = null;
    }
  }

  /** Whether it is over. */
  private look(): boolean {
    const quiet = Date.now() - Math.max(this.written, Number(window.localStorage.getItem(SEEN)) || 0);
    if (quiet >= LIMIT) {
      this.leave();
      return true;
    }
    if (quiet >= LIMIT - WARN && !this.warning) {
      const text = 'Nobody worked here for a while: you will be signed out within two minutes. Move the mouse to go on.';
      this.warning = Notification.warning(text, { autoClose: false });
    } else if (quiet < LIMIT - WARN && this.warning) {
      Notification.dismiss(this.warning);
      this.warning = null;
    }
    return false;
  }
}

/** Begin to watch; without a Hub there is nothing to sign out of. */
export function watchForNobody(): void {
  const hub = PageConfig.getOption('hubPrefix');
  if (hub) {
    const page = PageConfig.getOption('hubHost') + URLExt.join(hub, 'logout');
    let leaving = false;
    // Nobody is there to answer whether unsaved work may go; notebooks are saved every two minutes.
    window.addEventListener('beforeunload', event => leaving && event.stopImmediatePropagation(), true);
    new Idle(() => {
      if (!leaving) {
        leaving = true;
        document.body.replaceChildren();
        window.location.replace(page);
      }
    });
  }
}
