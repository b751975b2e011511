/**
 * What of a page does not fit: what scrolls sideways though nobody expects it to, text that is cut without a sign of it, or beyond
 * the edge of its card.
 */
import type { Page } from '@playwright/test';

/** What may be wider than its place, and why. */
const MAY_SCROLL: Readonly<Record<string, string>> = {
  '[data-aligned] > .scroller': 'the tokens of a long pair, in one row',
  '[aria-label="Statements"] .scroller':
    'the tokens of a pair that is too short for a part of it to be chosen',
  '[data-attention] > .scroller':
    'the tokens of a text stand in one line, for the arcs of attention between them',
  pre: 'a line of a program is not broken',
};

/** Letters by which a long name is known. */
const ENOUGH = 24;
/** Scroll bars that a screen may show at rest. */
const MOST_BARS = 2;

/** @param within a selector: only the last element of it is looked at, as by axe */
export async function whatDoesNotFit(page: Page, within?: string): Promise<string[]> {
  return page.evaluate(
    ({ selector, mayScroll, enough, MOST_BARS }) => {
      const places = [
        ...document.querySelectorAll<HTMLElement>(selector ?? 'main, main + aside, header:has(> nav)'),
      ];
      return (selector === undefined ? places : places.slice(-1))
        .flatMap((place) => [
          ...scrollsSideways(place),
          ...cutTexts(place),
          ...cutPlaceholders(place),
          ...textsBeyondCards(place),
          ...cutOptions(place),
        ])
        .concat(selector === undefined ? barsAtRest() : []);

      function scrollsSideways(place: HTMLElement): string[] {
        return [place, ...place.querySelectorAll<HTMLElement>('*')]
          .filter(
            (element) =>
              element.scrollWidth > element.clientWidth + 1 &&
              /auto|scroll/.test(getComputedStyle(element).overflowX) &&
              !element.matches(mayScroll),
          )
          .map(
            (element) =>
              `${named(element)} scrolls sideways: ${element.scrollWidth} px in ${element.clientWidth}`,
          );
      }

      function cutTexts(place: HTMLElement): string[] {
        return textsWithin(place).flatMap((node) => {
          const cutBy = node.parentElement === null ? null : whatCuts(node, node.parentElement);
          return cutBy === null ? [] : [`“${node.textContent?.trim()}” is cut by ${named(cutBy)}`];
        });
      }

      /** Upright bars that are seen though neither the pointer nor the focus is there. */
      function barsAtRest(): string[] {
        const bars = [...document.querySelectorAll<HTMLElement>('body, body *')].filter((element) => {
          const { overflowY, scrollbarColor, scrollbarWidth } = getComputedStyle(element);
          const { width, height } = element.getBoundingClientRect();
          return (
            /auto|scroll/.test(overflowY) &&
            element.scrollHeight > element.clientHeight + 1 &&
            width > 1 &&
            height > 1 &&
            scrollbarWidth !== 'none' &&
            !/^(rgba\(0, 0, 0, 0\)|transparent)/.test(scrollbarColor) &&
            (element.localName === 'main' || !element.matches(':hover, :focus-within'))
          );
        });
        return bars.length > MOST_BARS
          ? [`${bars.length} scroll bars stand beside each other: ${bars.map(named).join(', ')}`]
          : [];
      }

      function textsBeyondCards(place: HTMLElement): string[] {
        return [...place.querySelectorAll('.card')].flatMap((card) => {
          const box = card.getBoundingClientRect();
          return textsWithin(card).flatMap((node) => {
            const range = document.createRange();
            range.selectNodeContents(node);
            const text = range.getBoundingClientRect();
            const isBeyond = text.width > 0 && (text.left < box.left - 1 || text.right > box.right + 1);
            return isBeyond && !isClipped(node.parentElement, card)
              ? [`“${node.textContent?.trim()}” stands beyond the edge of its card, ${named(card)}`]
              : [];
          });
        });
      }

      function isClipped(element: Element | null, within: Element): boolean {
        for (let one = element; one !== null && one !== within; one = one.parentElement)
          if (getComputedStyle(one).overflowX !== 'visible' || one.matches('.visually-hidden')) return true;
        return false;
      }

      function textsWithin(place: Element): Node[] {
        const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
        const found: Node[] = [];
        for (let node = texts.nextNode(); node !== null; node = texts.nextNode())
          if (node.textContent?.trim() !== '') found.push(node);
        return found;
      }

      /** What a field is for is written in it while it is empty. */
      function cutPlaceholders(place: HTMLElement): string[] {
        return [...place.querySelectorAll('input')]
          .filter((input) => input.value === '' && isWider(input.placeholder, input))
          .map(({ placeholder }) => `“${placeholder}” is cut by its field`);
      }

      /** The chosen option of a select has no box of its own. */
      function cutOptions(place: HTMLElement): string[] {
        return [...place.querySelectorAll('select')].flatMap((select) => {
          const chosen = select.selectedOptions[0]?.label ?? '';
          return isWider(chosen, select) && !mayBeCut(chosen, select)
            ? [`“${chosen}” is cut by ${named(select)}`]
            : [];
        });
      }

      /** A long name of somebody's own may end in “…” where a good deal of it is to be seen. */
      function mayBeCut(chosen: string, select: HTMLSelectElement): boolean {
        return (
          getComputedStyle(select).textOverflow === 'ellipsis' && !isWider(chosen.slice(0, enough), select)
        );
      }

      function isWider(text: string, field: HTMLElement): boolean {
        const canvas = document.createElement('canvas').getContext('2d');
        // What is not shown has no room.
        if (canvas === null || field.clientWidth === 0) return false;
        const style = getComputedStyle(field);
        canvas.font = style.font;
        const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
        return canvas.measureText(text).width > room + 1;
      }

      /** The element that a text goes on beyond without saying so; null where it is whole, ends in “…”, or is said by a title. */
      function whatCuts(node: Node, parent: HTMLElement): HTMLElement | null {
        const range = document.createRange();
        range.selectNodeContents(node);
        const text = range.getBoundingClientRect();
        if (text.width === 0) return null;
        let isInline = true;
        for (let element: HTMLElement | null = parent; element !== null; element = element.parentElement) {
          const style = getComputedStyle(element);
          if (element.hasAttribute('title') || element.matches('.visually-hidden')) return null;
          isInline &&= style.display.startsWith('inline') || element === parent;
          if (/auto|scroll/.test(style.overflowX)) return null;
          if (style.overflowX !== 'visible' && style.display !== 'inline') {
            const box = element.getBoundingClientRect();
            // What is for screen readers alone.
            if (box.width <= 1) return null;
            const isBeyond = text.left < box.left - 1 || text.right > box.right + 1;
            const saysSo = style.textOverflow === 'ellipsis' && !/flex|grid/.test(style.display);
            // A place as narrow as the sign itself says nothing.
            if (isBeyond && (!saysSo || box.width < 16)) return element;
            if (isBeyond) return null;
          }
        }
        return null;
      }

      function named(element: Element): string {
        const name = element.getAttribute('aria-label') ?? element.id;
        const classes = [...element.classList].filter((each) => !each.startsWith('svelte-')).join('.');
        const parent = element.parentElement?.closest('[aria-label]')?.getAttribute('aria-label');
        return `<${element.localName}${classes === '' ? '' : `.${classes}`}${name === '' ? '' : ` “${name}”`}>${parent == null ? '' : ` in “${parent}”`}`;
      }
    },
    { selector: within, mayScroll: Object.keys(MAY_SCROLL).join(', '), enough: ENOUGH, MOST_BARS },
  );
}
