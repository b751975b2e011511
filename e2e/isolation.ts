/** Which texts from right to left stand on a page without being set apart: they would turn brackets and numbers of the words around them. */
import type { Page } from '@playwright/test';

/** Wherever words are shown: the frame, views, and what lies over them. */
const PLACES = 'body';

/**
 * Texts with Hebrew or Arabic letters that are in no `bdi`, in nothing with a `dir`, and not between U+2068 and U+2069; or that share what sets them apart
 * with words of ours, which then run from right to left with them. Titles, and the title of the page, are looked at as well.
 * @param ours words in Latin letters that belong to the texts themselves
 */
export async function textsNotApart(page: Page, ours: readonly string[] = []): Promise<string[]> {
  return page.evaluate(
    ({ places, known }) => {
      const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;
      const found = new Set<string>();
      const nodes = document.createTreeWalker(
        document.querySelector(places) ?? document.body,
        NodeFilter.SHOW_TEXT,
      );
      for (let node = nodes.nextNode(); node !== null; node = nodes.nextNode()) {
        const parent = node.parentElement;
        if (parent === null || parent.closest('script, style, textarea, canvas') !== null) continue;
        if (RIGHT_TO_LEFT.test(node.textContent ?? '') && isTurned(parent))
          found.add(`${named(parent)}: “${parent.textContent.trim()}” runs from right to left, and is ours`);
        const text = withoutIsolates(node.textContent ?? '');
        if (!RIGHT_TO_LEFT.test(text)) continue;
        // Each text of a drawing is placed by itself.
        const apart = parent.closest('svg') === null ? whatSetsApart(parent) : parent;
        if (apart === null) found.add(`${named(parent)}: “${text.trim()}” is not set apart`);
        else if (hasWordsOfOurs(apart.textContent))
          found.add(`${named(parent)}: “${apart.textContent.trim()}” is set apart with words of ours`);
      }
      for (const element of document.querySelectorAll('[title], optgroup'))
        for (const name of ['title', 'label'])
          for (const line of (element.getAttribute(name) ?? '').split('\n'))
            check(line, `${name} of ${named(element)}`);
      check(document.title, 'the title of the page');
      return [...found];

      /** A title that is one text of the data alone turns nothing. */
      function check(words: string | null, where: string): void {
        const text = withoutIsolates(words ?? '');
        if (RIGHT_TO_LEFT.test(text) && hasWordsOfOurs(text))
          found.add(`${where}: “${text}” is not set apart`);
      }

      function withoutIsolates(text: string): string {
        let rest = text;
        for (let before = ''; before !== rest;) {
          before = rest;
          rest = rest.replace(/[\u2066-\u2068][^\u2066-\u2069]*\u2069/g, '');
        }
        // One that begins or ends in the element beside it.
        return rest.replace(/[\u2066-\u2068].*$/, '').replace(/^.*\u2069/, '');
      }

      function hasWordsOfOurs(text: string | null): boolean {
        const others = known.reduce((left, word) => left.replaceAll(word, ''), withoutIsolates(text ?? ''));
        return /[A-Za-z]{2}/.test(others);
      }

      /** A sentence of ours that begins with a name is not the name's. */
      function isTurned(element: Element): boolean {
        const apart = whatSetsApart(element);
        return (
          apart !== null && getComputedStyle(apart).direction === 'rtl' && hasWordsOfOurs(apart.textContent)
        );
      }

      /** The nearest element around that has a direction of its own; null where the text is in the direction of the page. */
      function whatSetsApart(element: Element): Element | null {
        const { unicodeBidi } = getComputedStyle(element);
        if (unicodeBidi === 'plaintext') return element;
        return element.closest('bdi, [dir]:not(html)');
      }

      function named(element: Element): string {
        const classes = [...element.classList].filter((each) => !each.startsWith('svelte-')).join('.');
        const place = element.parentElement?.closest('[aria-label]')?.getAttribute('aria-label');
        return `<${element.localName}${classes === '' ? '' : `.${classes}`}>${place == null ? '' : ` in “${place}”`}`;
      }
    },
    { places: PLACES, known: ours },
  );
}
