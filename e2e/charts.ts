/** Which charts on a page have no menu of figures: what can be seen can be saved. */
import type { Page } from '@playwright/test';

/** What is drawn: by ECharts, on a canvas, as SVG (but for icons), or as a picture of data. */
const DRAWN = [
  '[role=img]:has(> div > svg, > div > canvas, > svg)',
  'canvas',
  'svg:not(.lucide)',
  'img[src^="data:image/png"]',
].join(', ');

/** Within these a drawing is no chart of its own, and why (docs/decisions/0154). */
const NO_CHARTS: Readonly<Record<string, string>> = {
  'table, [role=table], [role=grid], [role=treegrid], [role=row]':
    'a mark in a line of a table, whose numbers the table saves',
  'button:not([aria-expanded]), a, li': 'a mark in a line of a list, or on what is pressed',
  '[role=slider], [role=scrollbar]': 'where one is in a long text',
  '[data-number]': 'the mark of one number, which stands beside it in words',
  '[data-control]': 'where one is in something long, what a filter is drawn on, or what is edited',
  '[data-part]': 'which part of a model the view is about',
  '[data-diagram]': 'how a model is built, or what will be drawn here: it has no numbers',
  '[data-legend]': 'what the marks of a chart mean',
};

/** Charts in the view and beside it of which the card has no menu left, by the name of the card. */
export async function chartsWithoutMenu(page: Page): Promise<string[]> {
  return page.evaluate(
    ({ drawn, others }) => {
      const cardOf = (element: Element) =>
        element.closest('section, article, [data-attention], [role=region], form, main, aside');
      const isSeen = (element: Element) => {
        const { width, height } = element.getBoundingClientRect();
        return width > 1 && height > 1;
      };
      const all = [...document.querySelectorAll('main, aside')].flatMap((place) => [
        ...place.querySelectorAll(drawn),
      ]);
      const charts = all.filter(
        (one) =>
          isSeen(one) &&
          one.closest(others) === null &&
          !all.some((other) => other !== one && other.contains(one)),
      );
      // What lies over each other in one place is one chart, and so are small ones that make one together.
      const places = new Map(charts.map((one) => [one.closest('[data-chart]') ?? one.parentElement, one]));
      const byCard = Map.groupBy(places.values(), cardOf);
      const menusOf = (card: Element | null) =>
        [
          ...(card?.querySelectorAll('button[aria-label^="Save or copy"], button[aria-label^="Export:"]') ??
            []),
        ].filter((menu) => cardOf(menu) === card).length;
      return [...byCard].flatMap(([card, own]) => {
        const missing = own.length - menusOf(card);
        const name = card?.getAttribute('aria-label') ?? card?.querySelector('h1, h2, h3')?.textContent ?? '';
        return missing > 0
          ? [
              `${missing} of ${own.length} charts without a menu in “${name}”: ${own[0]?.outerHTML.slice(0, 160) ?? ''}`,
            ]
          : [];
      });
    },
    { drawn: DRAWN, others: Object.keys(NO_CHARTS).join(', ') },
  );
}
