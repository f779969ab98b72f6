/** Links to our notebooks open beside the page that they stand on: one window, one set of tabs. */

import type { JupyterFrontEnd } from '@jupyterlab/application';

const NOTEBOOK = /^notebooks\/[\w-]+\.ipynb$/;

/** The notebook that a plain click on this element asks for; null for any other click, which stays the browser's. */
function wanted(event: MouseEvent): string | null {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
    return null;
  }
  const link = event.target instanceof Element ? event.target.closest('a[data-alpr-notebook]') : null;
  const path = link instanceof HTMLElement ? (link.dataset['alprNotebook'] ?? '') : '';
  return NOTEBOOK.test(path) ? path : null;
}

/** Follows such links within JupyterLab. */
export function followCards(app: JupyterFrontEnd): void {
  document.addEventListener('click', event => {
    const path = wanted(event);
    if (path !== null) {
      event.preventDefault();
      void app.commands.execute('docmanager:open', { path });
    }
  });
}
