/** One kernel's purpose as this page knows it (464.5(4)): a comm, and the last state the kernel told. */

import type { Kernel } from '@jupyterlab/services';
import type { JSONObject } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';
import { read, type Draft, type FromKernel, type Me, type Problem, type Purpose, type ToKernel } from './wire';

const TARGET = 'alpr.purpose';
const REFRESH_AT_MOST_EVERY = 60_000;
const ANSWER_WITHIN = 5_000;

/**
 * `asking`: the kernel has not answered yet. `absent`: this kernel asks for no purpose. `gated`: nothing runs
 * until one is declared. `sending`: a declaration is on its way. `declared`: one stands.
 */
export type Phase = 'asking' | 'absent' | 'gated' | 'sending' | 'declared';

/** Opened when the kernel is ready, opened again after a restart, asked again after a lost connection. */
export class PurposeLink {
  phase: Phase = 'asking';
  me: Me | null = null;
  purpose: Purpose | null = null;
  /** What the person could go on with here: declared in other notebooks, and never taken unasked. */
  standing: Purpose[] = [];
  /** Why the last declaration was refused, or why the workbench can't be reached. */
  problem: Problem | null = null;
  /** What the person has typed so far; kept in this page only. */
  draft: Draft | null = null;
  /** Whether the draft is what stood before a restart. */
  carried = false;
  /** Whether the person has put the dialog away. */
  dismissed = false;

  private comm: Kernel.IComm | null = null;
  private opening = 0;
  private asked = 0;
  private pending = false;
  private stood: Draft | null = null;
  private readonly _changed = new Signal<this, Phase>(this);
  private readonly _accepted = new Signal<this, void>(this);

  constructor(readonly kernel: Kernel.IKernelConnection) {
    kernel.statusChanged.connect(this.onStatus, this);
    kernel.connectionStatusChanged.connect(this.onConnection, this);
    kernel.disposed.connect(this.dispose, this);
    void this.open();
  }

  /** The state changed; carries the phase before. */
  get changed(): Signal<this, Phase> {
    return this._changed;
  }

  /** A declaration made on this page was accepted. */
  get accepted(): Signal<this, void> {
    return this._accepted;
  }

  declare(draft: Draft): void {
    this.draft = draft;
    this.problem = null;
    this.pending = this.send({ type: 'declare', draft });
    this.become(this.pending ? 'sending' : this.phase);
  }

  /** Goes on with a purpose of another notebook; `prompt` is the wording that the person was shown. */
  goOn(purpose: Purpose, prompt: string): void {
    this.draft = null;
    this.problem = null;
    this.standing = []; // if it has ended meanwhile, it is not offered again
    this.pending = this.send({ type: 'go_on', purpose_id: purpose.purpose_id, prompt });
    this.become(this.pending ? 'sending' : this.phase);
  }

  end(): void {
    this.draft = this.stood = null;
    this.carried = false;
    this.dismissed = true;
    this.send({ type: 'end' });
  }

  /** Keeps what was typed for the next time the dialog is opened. */
  dismiss(draft: Draft | null): void {
    this.draft = draft;
    this.problem = null;
    this.dismissed = true;
    this.become(this.phase);
  }

  /** Asks for the state; at most once a minute unless `now`. */
  refresh(now = false): void {
    if (now || Date.now() - this.asked > REFRESH_AT_MOST_EVERY) {
      this.asked = Date.now();
      if (!this.send({ type: 'refresh' })) {
        void this.open();
      }
    }
  }

  dispose(): void {
    this.opening++;
    this.comm = null;
    Signal.clearData(this);
  }

  private async open(): Promise<void> {
    const turn = ++this.opening;
    const kernel = this.kernel;
    try {
      await kernel.info;
    } catch {
      return; // the kernel died before it said who it was: its next status brings us back
    }
    if (turn !== this.opening || kernel.isDisposed || kernel.status === 'dead') {
      return;
    }
    kernel.handleComms = true; // one link a kernel: the connection that had them before is gone
    const comm = kernel.createComm(TARGET);
    comm.onMsg = message => {
      if (turn === this.opening) {
        this.hear(read(message.content.data));
      }
    };
    comm.onClose = () => {
      if (turn === this.opening && this.comm === comm) {
        this.comm = null;
        this.lose(this.phase === 'asking' ? 'absent' : 'asking');
      }
    };
    this.comm = comm;
    this.asked = Date.now();
    comm.open();
    window.setTimeout(() => {
      // Opened towards a process that was just being replaced: nobody answers.
      if (turn === this.opening && this.phase === 'asking' && kernel.status === 'idle') {
        void this.open();
      }
    }, ANSWER_WITHIN);
  }

  private hear(message: FromKernel | null): void {
    if (message?.type === 'rejected') {
      this.pending = false;
      this.problem = message.problem;
      this.become(this.purpose ? 'declared' : 'gated');
    } else if (message) {
      this.take(message);
    }
  }

  private take(state: Extract<FromKernel, { type: 'state' }>): void {
    const accepted = this.pending && state.declared && state.purpose?.purpose_id !== this.purpose?.purpose_id;
    this.me = state.me ?? this.me;
    this.purpose = state.declared ? state.purpose : null;
    this.standing = state.standing;
    this.problem = state.error;
    this.pending &&= !accepted && !state.error; // an answer to an earlier question leaves the declaration open
    if (accepted) {
      this.stood = this.draft;
      this.carried = this.dismissed = false;
    }
    this.become(this.pending ? 'sending' : state.declared ? 'declared' : 'gated');
    if (accepted) {
      this._accepted.emit();
    }
  }

  private onStatus(_: Kernel.IKernelConnection, status: Kernel.Status): void {
    if (status === 'restarting' || status === 'autorestarting') {
      this.opening++;
      this.comm = null;
      this.carried = this.stood !== null;
      this.draft = this.stood ?? this.draft;
      this.dismissed = this.pending = false;
      this.lose('asking');
    } else if (status === 'idle' && this.phase === 'asking' && this.silent()) {
      void this.open();
    } else if (status === 'idle' && this.phase === 'declared') {
      this.refresh();
    }
  }

  private onConnection(_: Kernel.IKernelConnection, status: Kernel.ConnectionStatus): void {
    if (status === 'connected' && this.phase !== 'asking' && this.phase !== 'absent') {
      this.refresh(true);
    }
  }

  private silent(): boolean {
    return this.comm === null || this.comm.isDisposed || Date.now() - this.asked > ANSWER_WITHIN;
  }

  private lose(phase: Phase): void {
    this.purpose = null;
    this.problem = null;
    this.become(phase);
  }

  private become(phase: Phase): void {
    const before = this.phase;
    this.phase = phase;
    this._changed.emit(before);
  }

  private send(message: ToKernel): boolean {
    if (this.comm === null || this.comm.isDisposed || this.kernel.status === 'dead') {
      return false;
    }
    this.comm.send(message as unknown as JSONObject);
    return true;
  }
}
