/** Elements from plain text: nothing that anybody wrote is ever read as markup. */

type Attributes = Record<string, string | boolean | ((event: Event) => void)>;

/**
 * An element with attributes and children; text is set as text.
 *
 * An attribute of `true` is set empty, one of `false` is left out; `on...` takes a listener.
 */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      node.addEventListener(name.slice(2), value);
    } else if (value !== false) {
      node.setAttribute(name, value === true ? '' : value);
    }
  }
  node.append(...children);
  return node;
}

/** A number with its thousands apart. */
export const grouped = (count: number): string => count.toLocaleString('en-US');

/** Sets an attribute, or takes it away when there is nothing to say. */
export function mark(node: Element, name: string, value: string): void {
  if (value) {
    node.setAttribute(name, value);
  } else {
    node.removeAttribute(name);
  }
}
