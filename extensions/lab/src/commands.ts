/** What can be done from the command palette and by keyboard. */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Desk } from './desk';
import { toggleCode } from './shipped';

const CATEGORY = 'ALPR';

/** Adds declare, change, end and show-code to the page and to its palette. */
export function addCommands(
  app: JupyterFrontEnd,
  desk: Desk,
  notebooks: INotebookTracker | null,
  palette: ICommandPalette | null
): void {
  const standing = (): boolean => Boolean(desk.current?.purpose);
  const shipped = (): NotebookPanel | null => {
    const panel = notebooks?.currentWidget ?? null;
    return panel && panel === app.shell.currentWidget && panel.hasClass('alpr-Shipped') ? panel : null;
  };
  const commands: [string, string, () => void, () => boolean][] = [
    ['declare', 'Declare or Show My Purpose', () => desk.press(), () => desk.current !== null],
    ['change', 'Change My Purpose…', () => desk.change(), standing],
    ['end', 'End My Purpose', () => desk.current?.end(), standing],
    ['code', 'Show or Hide the Code of This Notebook', () => toggleCode(shipped()), () => shipped() !== null]
  ];
  for (const [name, label, execute, isEnabled] of commands) {
    const command = `alpr:${name}`;
    app.commands.addCommand(command, {
      label,
      caption: label,
      execute,
      isEnabled,
      describedBy: { args: { type: 'object', properties: {} } }
    });
    palette?.addItem({ command, category: CATEGORY });
  }
  desk.changed.connect(() => app.commands.notifyCommandChanged());
}
