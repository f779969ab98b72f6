/** Notebooks that come with the workbench run by themselves once a purpose stands; nobody else's ever do. */

import type { NotebookPanel } from '@jupyterlab/notebook';
import { NotebookActions } from '@jupyterlab/notebook';
import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type { ICodeCellModel } from '@jupyterlab/cells';
import type { Desk } from './desk';

const FOLDER = 'notebooks/';

/** Asks our own server whether the file lies in the installed tree, where the person can't have changed it. */
async function isShipped(path: string, settings: ServerConnection.ISettings): Promise<boolean> {
  const address = URLExt.join(settings.baseUrl, 'alpr/shipped') + URLExt.objectToQueryString({ path });
  const response = await ServerConnection.makeRequest(address, {}, settings);
  return response.ok && ((await response.json()) as { shipped?: boolean }).shipped === true;
}

function untouched(panel: NotebookPanel): boolean {
  const cells = [...(panel.content.model?.cells ?? [])].filter(cell => cell.type === 'code') as ICodeCellModel[];
  return cells.length > 0 && cells.every(cell => cell.executionCount === null && cell.outputs.length === 0);
}

/** As an application: no cells, and no tools for them. */
function dress(panel: NotebookPanel, shipped: boolean): void {
  panel.toggleClass('alpr-Shipped', shipped);
  panel.toolbar.setHidden(shipped);
}

/** Asks nobody whether to keep what can't be written anyway. */
function keepClean(panel: NotebookPanel): void {
  const { model } = panel.context;
  const clean = (): void => {
    if (model.dirty) {
      model.dirty = false;
    }
  };
  model.stateChanged.connect(clean);
  clean();
}

/** Runs it, and says so meanwhile: a kernel takes a moment to load the panel. */
async function open(panel: NotebookPanel): Promise<void> {
  panel.addClass('alpr-mod-opening');
  try {
    await NotebookActions.runAll(panel.content, panel.sessionContext);
  } finally {
    panel.removeClass('alpr-mod-opening');
  }
}

/** Watches one notebook: dresses it as an application when it is ours, and runs it when its purpose stands. */
export async function watch(panel: NotebookPanel, desk: Desk, settings: ServerConnection.ISettings): Promise<void> {
  const path = panel.context.path.replace(/^[^/]*:/, '').replace(/^\/+/, '');
  if (!path.startsWith(FOLDER)) {
    return;
  }
  dress(panel, true); // at once, or the code is seen for a moment; no code runs before our server has said that it is ours
  await panel.context.ready;
  const shipped = await isShipped(path, settings).catch(() => false);
  if (panel.isDisposed) {
    return;
  }
  if (!shipped) {
    dress(panel, false);
    return;
  }
  keepClean(panel);
  const ours = (link: unknown): boolean => !panel.isDisposed && desk.of(panel) === link;
  const run = (): void => void open(panel);
  const gate = (): void => {
    panel.toggleClass('alpr-mod-gated', desk.of(panel)?.phase === 'gated');
  };
  desk.changed.connect(gate);
  panel.disposed.connect(() => desk.changed.disconnect(gate));
  gate();
  desk.accepted.connect((_, link) => ours(link) && run());
  desk.told.connect((_, link) => ours(link) && untouched(panel) && run());
  if (desk.of(panel)?.phase === 'declared' && untouched(panel)) {
    run();
  }
}

/** Shows or hides the code of a notebook that comes with the workbench. */
export function toggleCode(panel: NotebookPanel | null): void {
  const shown = panel?.toggleClass('alpr-mod-code') ?? false;
  panel?.toolbar.setHidden(!shown);
}

