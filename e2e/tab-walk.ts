/**
 * A walk through a screen with the Tab key alone, as somebody without a mouse takes it: whatever can be pressed is reached, the place where one is can
 * be seen, no place holds one, and the walk goes on as one reads.
 */
import type { Page } from '@playwright/test';
import { settled } from './workbench.ts';

/** More stops than this nobody passes: lists of many things are one stop each. */
const MOST_STOPS = 150;

/** Parts of the window in the order in which they are read. */
const PARTS =
  'header:not(main header, aside header), nav:not(header nav, main nav, aside nav), main, aside:not(main aside)';

interface Stop {
  readonly name: string;
  /** Why the place cannot be told; '' where it can. */
  readonly unseen: string;
  /** That the walk went back to it; '' where it went on. */
  readonly back: string;
}

/**
 * Presses Tab from the top of the page until it comes to where it has been. What is computed anew at a stop may be gone while one
 * passes it: where something is wrong the walk is taken once more, waiting at each stop until the page is quiet.
 * @returns what is wrong, in words
 */
export async function problemsOfTabWalk(page: Page): Promise<string[]> {
  const problems = await walk(page, () => Promise.resolve());
  return problems.length === 0 ? [] : walk(page, () => settled(page));
}

async function walk(page: Page, rest: () => Promise<void>): Promise<string[]> {
  await begin(page);
  const problems: string[] = [];
  const passed = new Set<string>();
  for (let stops = 0; ; stops++) {
    if (stops > MOST_STOPS) {
      problems.push(`more than ${MOST_STOPS} stops`);
      break;
    }
    await page.keyboard.press('Tab');
    await rest();
    const stop = await stopAt(page);
    if (stop === null) break;
    passed.add(stop.name);
    for (const problem of [stop.unseen, stop.back]) if (problem !== '') problems.push(problem);
  }
  // What is made anew while one walks on, as when a token is come to, has its name still.
  const left = (await unreached(page)).filter((name) => !passed.has(name));
  return [...problems, ...left.map((name) => `${name} is not reached`)];
}

/** Nothing has the focus, and nothing has been reached. */
async function begin(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const element of document.querySelectorAll('[data-reached]'))
      element.removeAttribute('data-reached');
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    // Tab goes on from where one has been; from here on that is the top.
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  });
}

/** @returns null at the end: out of the page, or where the walk has been */
async function stopAt(page: Page): Promise<Stop | null> {
  return page.evaluate((partsOfWindow) => {
    const at = document.activeElement;
    if (at === null || at === document.body || at.hasAttribute('data-reached')) return null;
    const before = document.querySelector('[data-reached="last"]');
    before?.setAttribute('data-reached', 'before');
    at.setAttribute('data-reached', 'last');
    return { name: named(at), unseen: whyUnseen(at), back: before === null ? '' : wentBack(before, at) };

    function whyUnseen(element: Element): string {
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      // What stands for a hidden field shows the focus for it.
      const shows = [
        element,
        element.closest('label'),
        element.parentElement,
        ...element.querySelectorAll('*'),
      ];
      const isShown = shows.some((one) => {
        if (one === null) return false;
        const { outlineStyle, outlineWidth, borderRightWidth } = getComputedStyle(one);
        // A part of a diagram has its frame for it, and the edge of a column is a line itself.
        if (one instanceof SVGRectElement) return parseFloat(getComputedStyle(one).strokeWidth) >= 2;
        if (one.matches('[role=separator]')) return parseFloat(borderRightWidth) >= 2;
        return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
      });
      const after = getComputedStyle(element.parentElement ?? element, '::after');
      const isShownAround = after.outlineStyle !== 'none' || after.borderStyle !== 'none';
      if (!isShown && !isShownAround && style.boxShadow === 'none')
        return `${named(element)} does not show the focus`;
      const inWindow =
        box.bottom > 0 && box.right > 0 && box.top < window.innerHeight && box.left < window.innerWidth;
      if (!inWindow) return `${named(element)} has the focus outside of the window`;
      return '';
    }

    /** Within a part of the window: upward and not to the right, by more than a line; else to a part before. */
    function wentBack(from: Element, to: Element): string {
      const parts = [...document.querySelectorAll(partsOfWindow)];
      const [fromPart, toPart] = [from, to].map((one) => parts.findLastIndex((part) => part.contains(one)));
      const words = `from ${named(from)} back to ${named(to)}`;
      if (fromPart !== toPart) return (toPart ?? 0) >= 0 && (toPart ?? 0) < (fromPart ?? 0) ? words : '';
      const [a, b] = [from.getBoundingClientRect(), to.getBoundingClientRect()];
      const isAbove = b.bottom < a.top - 40;
      const isRight = b.left > a.left + 8;
      return isAbove && !isRight ? `${words}, ${Math.round(a.top - b.bottom)} px above` : '';
    }

    function named(element: Element): string {
      const words =
        element.getAttribute('aria-label') ??
        (element.textContent.trim() || element.closest('label')?.textContent.trim()) ??
        '';
      const place = element.parentElement?.closest('[aria-label]')?.getAttribute('aria-label');
      return `<${element.localName}> “${words.slice(0, 50)}”${place == null ? '' : ` in “${place}”`}`;
    }
  }, PARTS);
}

/** Names of what can be pressed and was neither reached nor is where arrows go from what was. */
async function unreached(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const PRESSED =
      'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=link], [role=switch], [role=slider], [role=tab], [role=checkbox], [contenteditable=true]';
    const WALKED =
      '[role=grid], [role=treegrid], [role=table], [role=listbox], [role=tree], [role=radiogroup], [role=toolbar], [role=tablist], [role=menu], [role=group], [role=list], [role=region], ol, ul, table, svg, section, fieldset';
    // Of what lies over the others as long as it is open.
    const place = document.querySelector('[role=dialog][aria-modal=true], dialog[open]') ?? document;
    const found = [...place.querySelectorAll<HTMLElement>(PRESSED)].filter(
      (element) => isThere(element) && !element.hasAttribute('data-reached') && !isWalkedTo(element),
    );
    return found.map((element) => {
      const words = element.getAttribute('aria-label') ?? element.textContent.trim();
      const place = element.parentElement?.closest('[aria-label]')?.getAttribute('aria-label');
      return `<${element.localName}> “${words.slice(0, 50)}”${place == null ? '' : ` in “${place}”`}`;
    });

    function isThere(element: HTMLElement): boolean {
      const { width, height } = element.getBoundingClientRect();
      return (
        width > 1 &&
        height > 1 &&
        element.checkVisibility({ visibilityProperty: true }) &&
        element.closest('[inert], [aria-hidden=true]') === null &&
        !element.matches(':disabled, [aria-disabled=true]')
      );
    }

    /** It gave its stop to another of its kind beside it, from which arrows lead to it. */
    function isWalkedTo(element: HTMLElement): boolean {
      if (element instanceof HTMLInputElement && element.type === 'radio')
        return (
          document.querySelector(`input[type=radio][name="${CSS.escape(element.name)}"][data-reached]`) !==
          null
        );
      if (element.tabIndex >= 0) return false;
      const around = element.closest(WALKED);
      return (
        around !== null &&
        (around.matches('[data-reached]') || around.querySelector('[data-reached]') !== null)
      );
    }
  });
}
