/**
 * How JupyterLab finds this extension: a module-federation container. It offers our modules, and takes
 * JupyterLab's own from the scope that the page shares, so that none of them is loaded twice.
 *
 * This file is a script, not a module: the bundler (making/bundle.py) puts it after the compiled modules.
 */

type Exports = Record<string, unknown>;
type ModuleBody = (exports: Exports, require: (name: string) => unknown) => void;
type Shared = Record<string, { get(): Promise<() => unknown> | (() => unknown) }>;
type Scope = Record<string, Shared | undefined>;

/** Our compiled modules by name, such as `./dialog`; put here by the bundler. */
declare const MODULES: Record<string, ModuleBody>;
/** The shared packages that they need; put here by the bundler. */
declare const NEEDED: readonly string[];
/** The style sheet's file beside this one; put here by the bundler. */
declare const STYLE: string;

const own = new Map<string, Exports>();
const shared = new Map<string, unknown>();
const folder = (document.currentScript as HTMLScriptElement | null)?.src.replace(/[^/]*$/, '') ?? '';
let scope: Scope = {};

function newest(versions: Shared): string {
  const parts = (version: string): number[] => version.split(/[.-]/).map(part => Number(part) || 0);
  const later = (a: string, b: string): number => {
    const [left, right] = [parts(a), parts(b)];
    for (let i = 0; i < Math.max(left.length, right.length); i++) {
      const difference = (left[i] ?? 0) - (right[i] ?? 0);
      if (difference !== 0) {
        return difference;
      }
    }
    return 0;
  };
  return Object.keys(versions).sort(later).pop() ?? '';
}

async function take(name: string): Promise<void> {
  const versions = scope[name];
  const entry = versions?.[newest(versions)];
  if (!entry) {
    throw new Error(`alpr-lab needs ${name}, which this page doesn't share: install the JupyterLab it was made for.`);
  }
  shared.set(name, (await entry.get())());
}

function run(name: string): Exports {
  const done = own.get(name);
  if (done) {
    return done;
  }
  const body = MODULES[name];
  if (!body) {
    throw new Error(`alpr-lab has no module ${name}.`);
  }
  const exports: Exports = {};
  own.set(name, exports);
  body(exports, wanted => (wanted.startsWith('./') ? run(wanted) : shared.get(wanted)));
  return exports;
}

function addStyle(): Exports {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = folder + STYLE;
  document.head.append(link);
  return {};
}

const page = window as unknown as { _JUPYTERLAB?: Record<string, unknown> };
(page._JUPYTERLAB ??= {})['alpr-lab'] = {
  init(given: Scope): void {
    scope = given;
  },
  async get(name: string): Promise<() => Exports> {
    if (name === './style') {
      return addStyle;
    }
    await Promise.all(NEEDED.map(take));
    return () => run('./index');
  }
};
