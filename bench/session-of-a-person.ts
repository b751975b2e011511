/**
 * What a person does in an hour, in two minutes, with keys and clicks: pairs gone through, searched and edited, results sorted, filtered,
 * unfolded and grouped, pairs opened one after the other, heads, the palette.
 */
import type { Locator, Page } from 'playwright';
import { nowDoing } from './interactions.ts';

export interface Places {
  readonly projectId: number;
  readonly setId: number;
  readonly runId: number;
}

/** How often a key or the mouse was pressed in a page. */
const pressed = new WeakMap<Page, number>();

function count(page: Page, times: number): void {
  pressed.set(page, (pressed.get(page) ?? 0) + times);
}

/** Keys one after the other, as fast as somebody presses them who holds one down. */
async function press(page: Page, key: string, times: number): Promise<void> {
  count(page, times);
  for (let time = 0; time < times; time++) await page.keyboard.press(key, { delay: 20 });
}

async function type(page: Page, text: string): Promise<void> {
  count(page, text.length);
  await page.keyboard.type(text, { delay: 40 });
}

async function click(place: Locator): Promise<void> {
  count(place.page(), 1);
  await place.click();
}

async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate((next) => {
    location.hash = next;
  }, hash);
}

type Step = readonly [what: string, act: (page: Page, places: Places) => Promise<void>];

const grid = (page: Page) => page.getByRole('grid', { name: /^Pairs of/ });
const table = (page: Page) => page.getByRole('table', { name: 'Results' });

const STEPS: readonly Step[] = [
  [
    'opening the set',
    async (page, { projectId, setId }) => {
      await goTo(page, `#/projects/${projectId}/pairs/${setId}`);
      await grid(page).getByRole('row').nth(8).waitFor();
      await click(grid(page).getByRole('row').nth(3).getByRole('gridcell').nth(2));
    },
  ],
  ['going down the pairs', (page) => press(page, 'ArrowDown', 15)],
  ['paging through the pairs', (page) => press(page, 'PageDown', 8)],
  ['to the end of the pairs', (page) => press(page, 'Control+End', 2)],
  ['choosing rows', (page) => press(page, 'Shift+ArrowUp', 8)],
  ['choosing all pairs', (page) => press(page, 'Control+a', 1)],
  ['choosing none', (page) => press(page, 'Escape', 1)],
  [
    'sorting the pairs',
    async (page) => {
      const sort = grid(page)
        .getByRole('columnheader')
        .getByRole('button', { name: /Original/ })
        .first();
      for (let time = 0; time < 3; time++) {
        await click(sort);
        await page.waitForTimeout(400);
      }
    },
  ],
  [
    'searching the pairs',
    async (page) => {
      await press(page, '/', 1);
      await type(page, 'doctor from Rome');
      await page.waitForTimeout(500);
      await press(page, 'Control+a', 1);
      await press(page, 'Backspace', 1);
      await page.waitForTimeout(500);
    },
  ],
  [
    'editing a pair',
    async (page) => {
      await click(grid(page).getByRole('row').nth(2).getByRole('gridcell').nth(4));
      await press(page, 'Enter', 1);
      await type(page, 'mine');
      await press(page, 'Enter', 1);
      await page.waitForTimeout(500);
      await press(page, 'Control+z', 1);
      await page.waitForTimeout(500);
    },
  ],
  [
    'opening the results',
    async (page, { projectId, runId }) => {
      await goTo(page, `#/projects/${projectId}/results/${runId}`);
      await table(page).getByRole('row').nth(5).waitFor();
      await click(table(page).getByRole('row').nth(2).getByRole('cell').nth(2));
    },
  ],
  ['going down the results', (page) => press(page, 'ArrowDown', 15)],
  ['paging through the results', (page) => press(page, 'PageDown', 8)],
  ['to the end of the results', (page) => press(page, 'End', 1)],
  [
    'unfolding pairs',
    async (page) => {
      await press(page, 'Home', 1);
      for (const row of [1, 2, 3]) {
        await click(
          table(page)
            .getByRole('button', { name: /^Heads of pair/ })
            .nth(row - 1),
        );
        await page.waitForTimeout(300);
      }
    },
  ],
  [
    'sorting the results',
    async (page) => {
      for (const name of [/^Sort by Pair/, /^Sort by Label/, /^Sort by JS divergence/]) {
        await click(table(page).getByRole('button', { name }).first());
        await page.waitForTimeout(500);
      }
    },
  ],
  [
    'filtering the results',
    async (page) => {
      await click(page.getByRole('button', { name: 'Threshold', exact: true }));
      await click(page.getByRole('textbox', { name: 'Value' }));
      await type(page, '0.6');
      await press(page, 'Enter', 1);
      await page.waitForTimeout(700);
      await click(page.getByRole('button', { name: 'Clear filters' }));
      await page.waitForTimeout(500);
    },
  ],
  [
    'searching the results',
    async (page) => {
      await press(page, '/', 1);
      await type(page, 'nurse from Oslo');
      await page.waitForTimeout(600);
      await press(page, 'Control+a', 1);
      await press(page, 'Backspace', 1);
      await page.waitForTimeout(500);
    },
  ],
  [
    'histograms',
    async (page) => {
      await click(page.getByRole('button', { name: 'Histograms' }));
      await page.waitForTimeout(800);
      await click(page.getByRole('button', { name: 'Histograms' }));
    },
  ],
  [
    'other lines of results',
    async (page) => {
      for (const lines of ['Heads', 'Rows', 'Pairs']) {
        await click(
          page
            .getByRole('group', { name: 'A line for each' })
            .or(page.getByRole('radiogroup', { name: 'A line for each' }))
            .getByText(lines, { exact: true }),
        );
        await page.waitForTimeout(700);
      }
    },
  ],
  [
    'opening a pair',
    async (page) => {
      await click(table(page).getByRole('row').nth(4).getByRole('cell').nth(2));
      await press(page, 'Enter', 1);
      await page
        .getByRole('region', { name: 'Attention · counterfactual' })
        .locator('svg text')
        .first()
        .waitFor();
    },
  ],
  [
    'other heads of the pair',
    async (page) => {
      for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp']) {
        await press(page, key, 1);
        await page.waitForTimeout(150);
      }
    },
  ],
  [
    'other pairs',
    async (page) => {
      for (const key of ['j', 'j', 'j', 'k', 'j']) {
        await press(page, key, 1);
        await page.waitForTimeout(300);
      }
    },
  ],
  [
    'the map of heads',
    async (page, { projectId, runId }) => {
      await goTo(page, `#/projects/${projectId}/heads/${runId}`);
      await page.getByRole('grid').first().waitFor({ timeout: 120_000 });
      for (const cell of [3, 17, 40]) {
        await click(page.getByRole('grid').first().getByRole('gridcell').nth(cell));
        await page.waitForTimeout(400);
      }
    },
  ],
  [
    'the palette',
    async (page) => {
      await press(page, 'Control+k', 1);
      await type(page, 'pair 1234');
      await page.waitForTimeout(400);
      await press(page, 'Enter', 1);
      await page.waitForTimeout(800);
    },
  ],
  [
    'the runs',
    async (page, { projectId, runId }) => {
      await goTo(page, `#/projects/${projectId}/runs`);
      await page.waitForTimeout(300);
      await goTo(page, `#/projects/${projectId}/runs/${runId}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await press(page, '?', 1);
      await press(page, 'Escape', 1);
    },
  ],
];

/**
 * Goes through it all once.
 * @param onStep told what takes place, and how many milliseconds it took
 * @returns how often a key or the mouse was pressed
 */
export async function goThroughSession(
  page: Page,
  places: Places,
  onStep: (what: string, ms: number) => void = () => undefined,
): Promise<number> {
  for (const [what, act] of STEPS) {
    await nowDoing(page, what);
    const started = performance.now();
    await act(page, places);
    onStep(what, performance.now() - started);
  }
  return pressed.get(page) ?? 0;
}
