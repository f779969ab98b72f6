/** The plugin: banner, status line, dialog, commands, and the notebooks that come with the workbench. */

import type { ILabShell, JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IConsoleTracker } from '@jupyterlab/console';
import { INotebookTracker, type NotebookPanel } from '@jupyterlab/notebook';
import { IStatusBar } from '@jupyterlab/statusbar';
import { BoxLayout } from '@lumino/widgets';
import { Banner } from './banner';
import { followCards } from './cards';
import { addCommands } from './commands';
import { Desk } from './desk';
import { watchForNobody } from './idle';
import { watch } from './shipped';
import { PurposeStatus } from './status';

function addBanner(app: JupyterFrontEnd, banner: Banner): void {
  const layout = app.shell.layout;
  if (app.name !== 'JupyterLab' && layout instanceof BoxLayout) {
    layout.insertWidget(0, banner); // Notebook has no place above its menu: take it
    BoxLayout.setStretch(banner, 0);
  } else {
    app.shell.add(banner, 'header');
  }
}

/** The work has the page's whole width; the file browser is one click away. */
function giveRoom(app: JupyterFrontEnd): void {
  const shell = app.shell as Partial<Pick<ILabShell, 'collapseLeft' | 'collapseRight'>>; // Notebook's has neither
  shell.collapseLeft?.();
  shell.collapseRight?.();
}

const plugin: JupyterFrontEndPlugin<void> = {
  id: 'alpr-lab:plugin',
  description: 'Asks for a purpose before anything runs, and shows it while it stands (464.5).',
  autoStart: true,
  requires: [],
  optional: [INotebookTracker, IConsoleTracker, IStatusBar, ICommandPalette],
  activate(
    app: JupyterFrontEnd,
    notebooks: INotebookTracker | null,
    consoles: IConsoleTracker | null,
    bar: IStatusBar | null,
    palette: ICommandPalette | null
  ) {
    const desk = new Desk(app.shell);
    const banner = new Banner(desk);
    const status = new PurposeStatus(desk);
    addBanner(app, banner);
    if (bar && app.name === 'JupyterLab') {
      const place = { align: 'left', rank: -10, priority: 10, isActive: () => true } as const;
      bar.registerStatusItem('alpr-lab:purpose', { item: status, ...place });
    } else {
      banner.addWidget(status);
    }
    const open = (panel: NotebookPanel): void => {
      desk.follow(panel);
      void watch(panel, desk, app.serviceManager.serverSettings);
    };
    notebooks?.forEach(open);
    notebooks?.widgetAdded.connect((_, panel) => open(panel));
    consoles?.forEach(panel => desk.follow(panel));
    consoles?.widgetAdded.connect((_, panel) => desk.follow(panel));
    app.shell.currentChanged?.connect(() => desk.look());
    void app.restored.then(() => {
      giveRoom(app);
      desk.start();
    });
    addCommands(app, desk, notebooks, palette);
    watchForNobody();
    if (app.name === 'JupyterLab') {
      followCards(app);
    }
  }
};

export default plugin;
