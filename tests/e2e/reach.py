"""What somebody without a mouse, or without sight, meets on a panel: names, contrast, and the way of the Tab key."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

PANEL = ".alpr"
_UNNAMED = """(root) => {
  const shown = (each) => each.getClientRects().length > 0;
  const labels = (each) => [...(each.labels || [])].map((label) => label.textContent).join("");
  const told = "button, a, summary, tr, [role=button]";
  const named = (each) => (each.getAttribute("aria-label") || labels(each)
    || (each.matches(told) ? each.textContent : "") || (each.tagName === "IFRAME" ? each.title : "")).trim();
  const operated = "input, select, textarea, button, a, summary, iframe, [role=tab], [role=button], [tabindex='0']";
  return [...document.querySelectorAll(`${root} :is(${operated})`)]
    .filter((each) => shown(each) && !named(each)).map((each) => each.outerHTML.slice(0, 200));
}"""
_MUTE = """async () => {
  for (let drawn = 0; drawn < 2; drawn += 1) await new Promise(requestAnimationFrame);
  return [...document.querySelectorAll(".alpr .widget-toggle-button")]
    .filter((each) => each.getAttribute("aria-pressed") !== String(each.classList.contains("mod-active")))
    .map((each) => each.textContent);
}"""
_FAINT = """(root) => {
  const parts = [0.2126, 0.7152, 0.0722];
  const linear = (value) => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const light = (colour) => parts.reduce((sum, part, at) => sum + part * linear(colour[at] / 255), 0);
  const parse = (text) => (text.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const over = (colour, under) => colour.slice(0, 3).map((part, at) => part * colour[3] + under[at] * (1 - colour[3]));
  const behind = (each) => {
    if (!each) return [255, 255, 255];
    const { backgroundColor, textShadow } = getComputedStyle(each);
    if (textShadow !== "none") return parse(textShadow.match(/rgba?[^)]*/)[0]);  // the halo around its letters
    const colour = parse(backgroundColor);
    if (colour.length < 4 || colour[3] === 1) return colour;
    return colour[3] === 0 ? behind(each.parentElement) : over(colour, behind(each.parentElement));
  };
  const found = [];
  const walk = document.createTreeWalker(document.querySelector(root), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const holder = walk.currentNode.parentElement;
    const read = walk.currentNode.textContent.trim() && holder.getClientRects().length;
    if (!read || holder.closest("script, style, :disabled, [aria-disabled=true]")) continue;
    if (getComputedStyle(holder).visibility === "hidden") continue;
    const [one, other] = [light(parse(getComputedStyle(holder).color)), light(behind(holder))].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    if (ratio < 4.5) found.push(`${ratio.toFixed(1)}: ${walk.currentNode.textContent.trim().slice(0, 60)}`);
  }
  return [...new Set(found)];
}"""
_BEYOND_KEYS = """(root) => [...document.querySelectorAll(`${root} :is(.leaflet-marker-icon, [role=button])`)]
  .filter((each) => each.classList.contains("leaflet-interactive") || each.getAttribute("role") === "button")
  .filter((each) => each.getClientRects().length && each.tabIndex < 0).map((each) => each.outerHTML.slice(0, 200))"""
_NO_USE = """(root) => [...document.querySelectorAll(`${root} .leaflet-marker-icon[tabindex='0']`)]
  .filter((each) => !each.classList.contains("leaflet-interactive")).map((each) => each.outerHTML.slice(0, 200))"""


def _asked(page: Page, script: str, root: str) -> list[str]:
    """What a script finds on the panel, or what else ``root`` selects, and in the maps on it."""
    found: list[str] = page.evaluate(script, root)
    for frame in page.frames:
        if frame.parent_frame is page.main_frame and frame.frame_element().is_visible():
            found += frame.evaluate(script, "body")
    return found


def unnamed(page: Page, root: str = PANEL) -> list[str]:
    """What can be operated on the panel or its map and has no name."""
    return _asked(page, _UNNAMED, root)


def faint(page: Page, root: str = PANEL) -> list[str]:
    """Texts on the panel and its map whose contrast is below 4.5 to 1 (WCAG 2.2, 1.4.3)."""
    return _asked(page, _FAINT, root)


def beyond_keys(page: Page, root: str = PANEL) -> list[str]:
    """What acts when it is pressed with a mouse, and can't be come to with the Tab key (WCAG 2.2, 2.1.1)."""
    return _asked(page, _BEYOND_KEYS, root)


def without_use(page: Page, root: str = PANEL) -> list[str]:
    """Signs on a map that the Tab key stops at for nothing."""
    return _asked(page, _NO_USE, root)


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
    """What can be operated has a name, says its state and takes keys; words stand out; nothing is hidden sideways.

    So it is on the panel and inside of its maps.
    """
    checks = (unnamed, mute, faint, beyond_keys, without_use, hidden_sideways)
    found = {each.__name__: each(page) for each in checks}
    assert not any(found.values()), found


def notebook_well_made(page: Page, root: str) -> None:
    """The same of a notebook with its code, as far as it is ours to make: names, contrast and keys."""
    found = {each.__name__: each(page, root) for each in (unnamed, faint, beyond_keys, without_use)}
    assert not any(found.values()), found


def tab_to(target: Locator, most: int = 120, key: str = "Tab") -> None:
    """Press Tab, or Shift+Tab, until the element has the focus; fails where it never gets it."""
    for _ in range(most):
        if target.evaluate("(each) => each === document.activeElement"):
            return
        target.page.keyboard.press(key)
    raise AssertionError(f"{key} never came to {target}")


def press(target: Locator, key: str = "Enter", most: int = 160) -> None:
    """Come to the element with Tab, and press a key there."""
    tab_to(target, most)
    target.page.keyboard.press(key)


def step_to(row: Locator, table: Locator, most: int = 40) -> None:
    """Come to a table with Tab, and from its first row to this one with the arrow keys."""
    tab_to(table.locator("tbody tr[tabindex='0']"), 200)
    row.page.keyboard.press("Home")
    for _ in range(most):
        if row.evaluate("(each) => each === document.activeElement"):
            return
        row.page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrow keys never came to {row}")
