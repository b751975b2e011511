/** Use 2: browse stored results and filter by metric thresholds. The rows shown equal an SQL query made here. */
import type { Locator, Page } from '@playwright/test';
import { holdRequests } from './hold-requests.ts';
import { closeOpened } from './opened.ts';
import { query } from './stored-rows.ts';
import { expect, goTo, test } from './workbench.ts';

const WHERE = `run_id = 1 AND head_metric.role = 'set' AND max_attention_diff >= 0.6 AND attention_pattern_correlation <= 0.5`;

async function addThreshold(page: Page, metric: string, value: string): Promise<void> {
  await page.getByRole('button', { name: 'Threshold', exact: true }).click();
  await page.getByLabel('Metric', { exact: true }).selectOption({ label: metric });
  await page.getByRole('textbox', { name: 'Value' }).fill(value);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
}

/** Pair, layer and head of the rows in sight, from the top. */
async function rowsShown(page: Page): Promise<string[]> {
  const rows = page.getByRole('table', { name: 'Results' }).getByRole('row');
  const cells = await rows.evaluateAll((elements) =>
    elements
      .filter((row) => row.getAttribute('aria-rowindex') !== '1')
      .map((row) => [...row.querySelectorAll('[role="cell"]')].map((cell) => cell.textContent?.trim() ?? '')),
  );
  // pair, label, text, layer, head, …
  return cells.filter((row) => row.length > 6).map((row) => [row[0], row[3], row[4]].join(' '));
}

test('thresholds, sorting, and a link back to the same rows', async ({ workbenchWithRun, openWorkbench }) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/results/1?group=rows');
  await expect(page.getByText('39,384 rows of 547 pairs')).toBeVisible();

  await addThreshold(page, 'Max attention difference, aligned', '0.6');
  await addThreshold(page, 'Attention pattern correlation', '0.5');
  await page.getByRole('button', { name: 'Sort by JS divergence (bits)' }).click();

  const { storePath } = workbenchWithRun;
  const [counts] = query<{ rows: number; pairs: number }>(
    storePath,
    `SELECT count(*) AS rows, count(DISTINCT pair_id) AS pairs FROM head_metric WHERE ${WHERE}`,
  );
  expect(counts?.rows).toBeGreaterThan(20);
  await expect(
    page.getByText(`${counts?.rows.toLocaleString('en')} rows of ${counts?.pairs} pairs`),
  ).toBeVisible();

  // The first click on a distance sorts by the largest first.
  const expected = query<{ place: number; layer: number; head: number }>(
    storePath,
    `SELECT run_item.position + 1 AS place, layer, head FROM head_metric JOIN run_item USING (run_id, role, pair_id)
     WHERE ${WHERE} ORDER BY attention_js_divergence DESC, run_item.position, layer, head LIMIT 20`,
  ).map(({ place, layer, head }) => `${place} ${layer} ${head}`);
  await expect.poll(async () => (await rowsShown(page)).slice(0, 20)).toEqual(expected);

  // The address is the whole view: reload, and a copied link, return to it.
  const address = page.url();
  await page.reload();
  await expect.poll(async () => (await rowsShown(page)).slice(0, 20)).toEqual(expected);
  expect(page.url()).toBe(address);

  await page.getByRole('button', { name: 'Remove filter', exact: false }).first().click();
  const [fewer] = query<{ rows: number }>(
    storePath,
    `SELECT count(*) AS rows FROM head_metric WHERE run_id = 1 AND role = 'set' AND attention_pattern_correlation <= 0.5`,
  );
  await expect(page.getByText(`${fewer?.rows.toLocaleString('en')} rows of`)).toBeVisible();

  // With Shift a column is sorted by after the one before.
  await page.getByRole('button', { name: 'Sort by Layer' }).click();
  await expect(page).toHaveURL(/sort=layer%3Aasc/);
  await page.getByRole('button', { name: 'Sort by JS divergence (bits)' }).click({ modifiers: ['Shift'] });
  await expect(page).toHaveURL(/sort=layer%3Aasc%2Cattention_js_divergence%3Adesc/);
  const byBoth = query<{ place: number; layer: number; head: number }>(
    storePath,
    `SELECT run_item.position + 1 AS place, layer, head FROM head_metric JOIN run_item USING (run_id, role, pair_id)
     WHERE run_id = 1 AND head_metric.role = 'set' AND attention_pattern_correlation <= 0.5
     ORDER BY layer, attention_js_divergence DESC, run_item.position, head LIMIT 20`,
  ).map(({ place, layer, head }) => `${place} ${layer} ${head}`);
  await expect.poll(async () => (await rowsShown(page)).slice(0, 20)).toEqual(byBoth);
});

test('a row opens its pair, where keys move between heads and pairs', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/results/1?group=rows&sort=attention_js_divergence:desc');
  const row = page.getByRole('table', { name: 'Results' }).getByRole('row').nth(1);
  await expect(row.getByRole('cell').nth(3)).toHaveText(/^\d+$/);
  const layer = Number(await row.getByRole('cell').nth(3).textContent());
  const head = Number(await row.getByRole('cell').nth(4).textContent());
  await row.click();

  const inspector = page.getByRole('complementary');
  await expect(inspector.getByRole('heading', { name: `L${layer} H${head} on this pair` })).toBeVisible();
  const isDrawn = (map: string) =>
    expect(page.getByRole('region', { name: map }).locator('svg').first()).toBeVisible();
  for (const map of [
    'Attention · original',
    'Attention · counterfactual',
    'Value cosine, centred · original',
  ])
    await isDrawn(map);
  await page.getByRole('combobox', { name: 'Values, original' }).selectOption('Weight × norm');
  await isDrawn('Weight × norm · counterfactual');
  await expect(page.getByText('Weight × length of what the key would write')).toHaveCount(2);
  await expect.poll(() => page.url()).toContain('values=weight_norm');

  await page.keyboard.press('ArrowUp');
  await expect(inspector.getByRole('heading', { name: `L${layer - 1} H${head} on this pair` })).toBeVisible();
  const before = page.url();
  await page.keyboard.press('j');
  await expect.poll(() => page.url()).not.toBe(before);
  // Walking is one step of the history: back leads to the table.
  await page.goBack();
  await expect(page.getByRole('table', { name: 'Results' })).toBeVisible();
});

test('what a number is has a way to the page that defines it: in results, of a head on a pair and over the set', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  const definition = page.getByRole('complementary').getByRole('link', { name: 'Definition', exact: true });
  for (const address of [
    '#/projects/1/results/1?group=rows',
    '#/projects/1/results/1/pairs/1?layer=5&head=9',
    '#/projects/1/heads/1?layer=5&head=9',
  ]) {
    await goTo(page, address);
    await definition.click();
    await expect(page.getByRole('heading', { name: /^2\. Metrics of a pair/ })).toBeInViewport();
  }
  await page.goBack();
  await page.getByRole('complementary').getByRole('link', { name: 'How they are made' }).click();
  await expect(page.getByRole('heading', { name: /^3\. Statistics over many pairs/ })).toBeInViewport();
});

test('beside the inspector, lines have as many columns as there is room for; what is ticked goes in addition', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  const table = page.getByRole('table', { name: 'Results' });
  const wider = (place: Locator) =>
    place.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
  for (const width of [1280, 1920])
    for (const group of ['pairs', 'heads', 'rows'] as const) {
      await page.setViewportSize({ width, height: 800 });
      await goTo(page, `#/projects/1/results/1?group=${group}`);
      // The table before has a line that is selected: a click on that would open it.
      const shown = { pairs: /^547 pairs,/, heads: /^72 heads on/, rows: /rows of 547 pairs$/ }[group];
      await expect(page.getByRole('status', { name: 'Rows shown' })).toHaveText(shown);
      const row = table.getByRole('row').nth(3);
      await expect(row).toBeVisible();
      await row.getByRole('cell').last().click();
      await expect(page.getByRole('complementary')).toBeVisible();
      expect(await wider(page.getByRole('main')), group).toBe(0);
      await expect.poll(() => wider(table.getByRole('rowgroup')), `${group}, ${width}`).toBe(0);
    }

  const heading = table.getByRole('columnheader', { name: 'Sort by Value output correlation' });
  await expect(heading).toBeVisible();
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(heading).toHaveCount(0);
  await page.getByRole('button', { name: 'Columns' }).click();
  const tick = page.getByRole('checkbox', { name: 'Value output correlation', exact: true });
  await expect(tick).not.toBeChecked();
  await expect(page.getByText('No room in this window for 4 more columns')).toBeVisible();
  await tick.check();
  await expect(heading).toBeAttached();
  await expect.poll(() => wider(table.getByRole('rowgroup'))).toBeGreaterThan(0);
  expect(await wider(page.getByRole('main'))).toBe(0);
  await tick.uncheck();
  await expect(heading).toHaveCount(0);
  expect(page.url()).not.toContain('hide=');

  // What was chosen last is there after a reload, at an address that says nothing of columns.
  const label = table.getByRole('columnheader', { name: 'Sort by Label' });
  await page.getByRole('checkbox', { name: 'Label', exact: true }).uncheck();
  await expect(label).toHaveCount(0);
  await goTo(page, '#/projects/1/runs');
  await page.reload();
  await goTo(page, '#/projects/1/results/1?group=rows');
  await expect(table.getByRole('columnheader', { name: 'Sort by Layer' })).toBeVisible();
  await expect(label).toHaveCount(0);
});

test('while the engine sorts, the table says that it is at work and keeps what it shows', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  test.skip(workbenchWithRun.url === null, 'requests are held on their way through a WebSocket');
  const page = await openWorkbench(workbenchWithRun);
  const table = page.getByRole('table', { name: 'Results' });
  for (const [group, column] of [
    ['pairs', 'Label'],
    ['rows', 'JS divergence (bits)'],
  ] as const) {
    await goTo(page, `#/projects/1/results/1?group=${group}`);
    const lines = page.locator('[aria-busy]').filter({ has: table });
    await expect(table.getByRole('row').nth(1)).toBeVisible();
    await expect(lines).toHaveAttribute('aria-busy', 'false');
    // Its pair and head: columns of metrics move with the sorting.
    const top = async () =>
      (await table.getByRole('row').nth(1).getByRole('cell').allTextContents()).slice(0, 5).join(' ');
    const before = await top();
    const release = await holdRequests(page);
    await table.getByRole('button', { name: `Sort by ${column}`, exact: true }).click();
    await expect(lines, group).toHaveAttribute('aria-busy', 'true');
    await expect
      .poll(() => lines.evaluate((element) => Number(getComputedStyle(element).opacity)))
      .toBeLessThan(1);
    expect(await top()).toBe(before);
    await release();
    await expect(lines).toHaveAttribute('aria-busy', 'false');
    await expect.poll(top).not.toBe(before);
  }
});

test('pairs walk through the list that they were opened from, and Back returns to it', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/results/1?search=never&where=attention_js_divergence>=0.2');
  // By the largest value of any head, of pairs with the word in a statement or in the label.
  const order = query<{ place: number }>(
    workbenchWithRun.storePath,
    `SELECT head_metric.position + 1 AS place FROM head_metric JOIN pair ON pair.id = pair_id
     WHERE run_id = 1 AND role = 'set' AND attention_js_divergence >= 0.2
       AND (original LIKE '%never%' OR counterfactual LIKE '%never%' OR label LIKE '%never%')
     GROUP BY pair_id ORDER BY max(attention_js_divergence) DESC, head_metric.position`,
  ).map(({ place }) => String(place));
  const table = page.getByRole('table', { name: 'Results' });
  await expect(table.getByRole('row').nth(1).getByRole('link')).toHaveText(order[0] ?? '');
  for (const key of ['j', 'j', 'o']) await page.keyboard.press(key);
  await expect(page.getByText(`3 of ${order.length} in the list`)).toBeVisible();
  await page.keyboard.press('j');
  await expect(page.getByText(`4 of ${order.length} in the list`)).toBeVisible();
  await expect(page.getByRole('heading', { name: `Pair ${order[3]} of run 1` })).toBeAttached();
  await page.goBack();
  await expect(
    page.getByRole('complementary').getByRole('heading', { name: `Pair ${order[2]},` }),
  ).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
});

test('Enter opens the line that j and k have come to, and the list of keys says so', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/results/1');
  const second = page.getByRole('table', { name: 'Results' }).getByRole('row').nth(2).getByRole('link');
  await expect(second).toHaveText(/^\d+$/);
  const number = await second.textContent();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog').getByText('Enter', { exact: true })).toBeVisible();
  await closeOpened(page);
  // What had the focus does not get the Enter.
  await page.getByRole('button', { name: 'Histograms' }).focus();
  for (const key of ['j', 'Enter']) await page.keyboard.press(key);
  await expect(page.getByRole('heading', { name: `Pair ${number} of run 1` })).toBeAttached();
});

test('End goes to the last of all pairs, and Back from it to the rows around it', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/results/1');
  const table = page.getByRole('table', { name: 'Results' });
  await expect(table.getByRole('row').nth(1).getByRole('link')).toHaveText(/^\d+$/);
  await expect(table).toHaveAttribute('aria-rowcount', '548');
  await page.keyboard.press('j');
  await expect(page).toHaveURL(/at=1$/);
  await page.keyboard.press('End');
  await expect(page).toHaveURL(/at=546$/);
  const last = table.getByRole('row').and(page.locator('[aria-rowindex="548"]'));
  await expect(last.getByRole('link')).toHaveText(/^\d+$/);
  await expect(last).toBeInViewport({ ratio: 1 });
  const number = await last.getByRole('link').textContent();
  await page.keyboard.press('o');
  await expect(page.getByRole('heading', { name: `Pair ${number} of run 1` })).toBeAttached();
  await page.goBack();
  await expect(last).toBeInViewport({ ratio: 1 });
  await expect(last.getByRole('link')).toHaveText(number ?? '');
  await expect(
    page.getByRole('complementary').getByRole('heading', { name: `Pair ${number},` }),
  ).toBeVisible();
});

test('a head of the grid leads to its pairs', async ({ workbenchWithRun, openWorkbench }) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/heads/1?layer=5&head=9&statistic=difference');
  const [row] = query<{ n: number }>(
    workbenchWithRun.storePath,
    `SELECT count(*) AS n FROM head_metric WHERE run_id = 1 AND role = 'set' AND layer = 5 AND head = 9`,
  );
  await expect(page.getByRole('heading', { name: 'L5 H9 over negation' })).toBeVisible();
  await page.getByRole('link', { name: 'Show pairs' }).click();
  await expect(page.getByText(`${row?.n} rows of ${row?.n} pairs`)).toBeVisible();
});
