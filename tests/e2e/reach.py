"""What somebody without a mouse, or without sight, meets on a panel: names, contrast, and the way of the Tab key."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

_UNNAMED = """() => {
  const shown = (each) => each.getClientRects().length > 0;
  const labels = (each) => [...(each.labels || [])].map((label) => label.textContent).join("");
  const named = (each) => (each.getAttribute("aria-label") || labels(each)
    || (each.tagName === "BUTTON" || each.tagName === "A" || each.tagName === "SUMMARY" ? each.textContent : "")
    || (each.tagName === "IFRAME" ? each.title : "")).trim();
  return [...document.querySelectorAll(".alpr :is(input, select, textarea, button, a, summary, iframe, [role=tab])")]
    .filter((each) => shown(each) && !named(each)).map((each) => each.outerHTML.slice(0, 200));
}"""
_MUTE = """async () => {
  for (let drawn = 0; drawn < 2; drawn += 1) await new Promise(requestAnimationFrame);
  return [...document.querySelectorAll(".alpr .widget-toggle-button")]
    .filter((each) => each.getAttribute("aria-pressed") !== String(each.classList.contains("mod-active")))
    .map((each) => each.textContent);
}"""
_FAINT = """() => {
  const parts = [0.2126, 0.7152, 0.0722];
  const linear = (value) => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const light = (colour) => parts.reduce((sum, part, at) => sum + part * linear(colour[at] / 255), 0);
  const parse = (text) => (text.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const behind = (each) => {
    for (let at = each; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0.99) return colour;
    }
    return [255, 255, 255];
  };
  const found = [];
  const walk = document.createTreeWalker(document.querySelector(".alpr"), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const holder = walk.currentNode.parentElement;
    const read = walk.currentNode.textContent.trim() && holder.getClientRects().length;
    if (!read || holder.closest("script, style, :disabled")) continue;
    const [one, other] = [light(parse(getComputedStyle(holder).color)), light(behind(holder))].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    if (ratio < 4.5) found.push(`${ratio.toFixed(1)}: ${walk.currentNode.textContent.trim().slice(0, 60)}`);
  }
  return [...new Set(found)];
}"""


def unnamed(page: Page) -> list[str]:
    """What can be operated on the panel and has no name."""
    found: list[str] = page.evaluate(_UNNAMED)
    return found


def faint(page: Page) -> list[str]:
    """Texts on the panel whose contrast is below 4.5 to 1 (WCAG 2.2, 1.4.3)."""
    found: list[str] = page.evaluate(_FAINT)
    return found


def mute(page: Page) -> list[str]:
    """Toggle buttons that don't say whether they are on (WCAG 2.2, 4.1.2)."""
    found: list[str] = page.evaluate(_MUTE)
    return found


def hidden_sideways(page: Page) -> list[str]:
    """The tables that are wider than the room they stand in, and the page itself where it is."""
    names: list[str] = page.evaluate(
        """() => [...document.querySelectorAll(".alpr-table-box, .alpr, body")]
        .filter((each) => each.clientWidth && each.scrollWidth > each.clientWidth)
        .map((each) => each.querySelector("caption")?.textContent || each.className)"""
    )
    return names


def well_made(page: Page) -> None:
    """What can be operated has a name and says its state, words stand out, and nothing is hidden sideways."""
    found = {each.__name__: each(page) for each in (unnamed, mute, faint, hidden_sideways)}
    assert not any(found.values()), found


def tab_to(target: Locator, most: int = 120) -> None:
    """Press Tab until the element has the focus; fails where it never gets it."""
    for _ in range(most):
        if target.evaluate("(each) => each === document.activeElement"):
            return
        target.page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {target}")
