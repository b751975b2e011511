/** Use 2: browse stored results and filter by metric thresholds. The rows shown equal an SQL query made here. */
import SqliteDatabase from 'better-sqlite3';
import type { Locator, Page } from '@playwright/test';
import { closeOpened } from './opened.ts';
import { expect, goTo, test } from './workbench.ts';

const WHERE = `run_id = 1 AND head_metric.role = 'set' AND max_attention_diff >= 0.6 AND attention_pattern_correlation <= 0.5`;

function query<Row>(storePath: string, sql: string): Row[] {
  const store = new SqliteDatabase(storePath, { readonly: true });
  try {
    return store.prepare<[], Row>(sql).all();
  } finally {
    store.close();
  }
}

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
  await expect(page.getByText('No room in this window for 3 more columns')).toBeVisible();
  await tick.check();
  await expect(heading).toBeAttached();
  await expect.poll(() => wider(table.getByRole('rowgroup'))).toBeGreaterThan(0);
  expect(await wider(page.getByRole('main'))).toBe(0);
  await tick.uncheck();
  await expect(heading).toHaveCount(0);
  expect(page.url()).not.toContain('hide=');
});

test('an address that names what is not there is shown without it, and says so', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/results/1?group=rows&sort=loudness:asc');
  await expect(
    page.getByText('Part of this address means nothing here and was left out: sort.'),
  ).toBeVisible();
  await expect(page.getByRole('table', { name: 'Results' }).getByRole('row').nth(1)).toBeVisible();
  expect(page.url()).toMatch(/results\/1\?group=rows$/);

  await goTo(page, '#/projects/1/heads/1?layer=99&head=99');
  await expect(page.getByRole('heading', { name: 'L5 H9 over negation' })).toBeVisible();

  await goTo(page, '#/docs/loudness');
  await expect(page.getByText('The documentation has no page “loudness”')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.getByRole('link', { name: 'Open the guide' }).click();
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
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

test('two thresholds say between them whether both must hold, and a click turns it', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/results/1?where=attention_js_divergence>=0.4&where=max_attention_diff>=0.6');
  const pairsWhere = (match: 'AND' | 'OR') =>
    query<{ n: number }>(
      workbenchWithRun.storePath,
      `SELECT count(DISTINCT pair_id) AS n FROM head_metric WHERE run_id = 1 AND role = 'set'
         AND (attention_js_divergence >= 0.4 ${match} max_attention_diff >= 0.6)`,
    )[0]?.n;
  const shown = page.getByRole('status', { name: 'Rows shown' });
  const filters = page.getByRole('group', { name: 'Filters' });
  await expect(shown).toContainText(`${pairsWhere('AND')} pairs`);
  await filters.getByRole('button', { name: 'and: all conditions hold' }).click();
  await expect(shown).toContainText(`${pairsWhere('OR')} pairs`);
  expect(page.url()).toContain('match=any');
  await filters.getByRole('button', { name: 'or: one condition is enough' }).click();
  await expect(shown).toContainText(`${pairsWhere('AND')} pairs`);
});

test('menus of the filter say how many pairs each entry would leave, a threshold before it is added', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  const WITHIN = `FROM head_metric JOIN pair ON pair.id = pair_id WHERE run_id = 1 AND role = 'set' AND attention_js_divergence >= 0.4`;
  const pairs = (what: string) =>
    query<{ n: number }>(
      workbenchWithRun.storePath,
      `SELECT count(DISTINCT pair_id) AS n ${WITHIN} ${what}`,
    )[0]?.n;
  await goTo(page, '#/projects/1/results/1?where=attention_js_divergence>=0.4');
  const filters = page.getByRole('group', { name: 'Filters' });
  const openMenu = (name: string) => filters.getByRole('button', { name, exact: true }).click();
  const inWords = (count = 0) => `${count} ${count === 1 ? 'pair' : 'pairs'},`;
  const entry = (menu: string, name: string) =>
    page.getByRole('group', { name: menu, exact: true }).locator('label').filter({ hasText: name }).first();

  await openMenu('Layers');
  await expect(entry('Layers', '5')).toContainText(`${pairs('AND layer = 5')}`);
  await closeOpened(page);
  // Of many labels, one is looked for.
  await openMenu('Labels');
  await page.getByRole('searchbox', { name: 'Search labels' }).fill('never-v');
  await expect(page.getByRole('group', { name: 'Labels', exact: true }).locator('label')).toHaveCount(1);
  await expect(entry('Labels', 'never-verb')).toContainText(`${pairs("AND label = 'never-verb'")}`);
  await page.getByRole('checkbox', { name: 'never-verb' }).check();
  const shown = page.getByRole('status', { name: 'Rows shown' });
  await expect(shown).toContainText(`${pairs("AND label = 'never-verb'")} pairs`);
  // Other labels are counted as if they were chosen.
  await page.getByRole('searchbox', { name: 'Search labels' }).fill('never-be');
  await expect(entry('Labels', 'never-be')).toContainText(`${pairs("AND label = 'never-be'")}`);
  await closeOpened(page);

  await openMenu('Threshold');
  await page
    .locator('form')
    .getByLabel('Metric', { exact: true })
    .selectOption({ label: 'Max attention difference, aligned' });
  await page.getByRole('textbox', { name: 'Value' }).fill('0.8');
  const with08 = pairs("AND label = 'never-verb' AND max_attention_diff >= 0.8");
  await expect(page.getByRole('status', { name: 'With this threshold' })).toContainText(inWords(with08));
  await expect(shown).toBeInViewport();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(shown).toContainText(inWords(with08));

  // One that cannot be, from an address, is told apart.
  await goTo(page, '#/projects/1/results/1?where=value_cosine<=5');
  await expect(filters.getByRole('alert')).toHaveText('· impossible: Value cosine lies between -1 and 1');
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

test('what cannot be looked for is cut or refused, and the field says so', async ({
  workbenchWithRun,
  openWorkbench,
  context,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const paste = async (text: string) => {
    await page.evaluate(async (copied) => navigator.clipboard.writeText(copied), text);
    await page.keyboard.press('Control+v');
  };
  await goTo(page, '#/projects/1/results/1');
  const search = page.getByRole('searchbox');
  await search.focus();
  await paste('nev\0er');
  await expect(page.getByText('NUL characters were left out.')).toBeVisible();
  await expect.poll(() => page.url()).toContain('search=never');
  await search.fill('');
  await paste('never '.repeat(500));
  await expect(page.getByText('1,000 characters are the most: of 3,000, the rest was cut.')).toBeVisible();
  await expect(page.getByText('Nothing passes these filters')).toBeVisible();
  await search.fill('');
  await expect(page.getByText('the rest was cut')).toHaveCount(0);
  // Set by a script, it passes by what the field allows.
  await search.fill('a'.repeat(2000));
  await expect(page.getByText('Nothing passes these filters')).toBeVisible();
  await goTo(page, `#/projects/1/results/1?search=${'a'.repeat(2000)}`);
  await expect(page.getByText('Nothing passes these filters')).toBeVisible();

  await page.getByRole('button', { name: 'Threshold', exact: true }).click();
  const value = page.getByRole('textbox', { name: 'Value' });
  await value.fill('abc');
  await expect(page.getByRole('alert')).toHaveText('Not a number.');
  await value.fill('');
  await value.focus();
  await paste('9'.repeat(5000));
  await expect(page.getByText('40 characters are the most')).toBeVisible();
  await closeOpened(page);

  await page.keyboard.press('Control+k');
  await paste('qq'.repeat(5000));
  await expect(page.getByRole('dialog').getByText('Nothing is called that.')).toBeVisible();
  await expect(page.getByText('Pairlens made a mistake')).toHaveCount(0);
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

test('thresholds of flags by head filter the rows that they flag, and say how often the neutrals do', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/results/1?group=rows&sort=max_attention_diff:desc');
  const inspector = page.getByRole('complementary');
  const flags = inspector.getByRole('group', { name: 'Flags' });
  await expect(
    flags.getByText(/raised at L\d+ H\d+ in \d+ % of pairs, in \d+ % of neutral changes/).first(),
  ).toBeVisible();
  await flags.getByRole('button', { name: 'Edit the thresholds of flags' }).click();
  await page.getByRole('radio', { name: 'By head, beyond 95 % of the control' }).check();
  await expect(page.getByText(/beyond 95 % of its [\d,]+ neutral changes/)).toBeVisible();
  await closeOpened(page);

  await page.getByRole('group', { name: 'Filters' }).getByRole('button', { name: 'Flags' }).click();
  await expect(page.getByText(/in 5 % of rows of neutral changes/).first()).toBeVisible();
  await page.getByRole('checkbox', { name: 'Local change' }).check();
  await closeOpened(page);
  await expect(
    page.getByRole('button', {
      name: 'Edit filter Max attention difference, aligned > 95 % of the control, by head',
    }),
  ).toContainText('5 % of neutral changes');
  const beyond = rowsBeyondNeutrals(workbenchWithRun.storePath);
  await expect(page.getByText(`${beyond.toLocaleString('en')} rows of`)).toBeVisible();
  const flagged = page
    .getByRole('table', { name: 'Results' })
    .getByText('Flag: Local change', { exact: false });
  await expect(flagged.first()).toBeAttached();
  expect(page.url()).toContain('control');

  await flags.getByRole('button', { name: 'Edit the thresholds of flags' }).click();
  await page.getByRole('radio', { name: /Earlier work/ }).check();
  await expect(page.getByText('A flag is no test', { exact: false })).toBeVisible();
});

/** Rows of the set above the 95th percentile (type 7) of the neutrals' max_attention_diff at their head. */
function rowsBeyondNeutrals(storePath: string): number {
  const byHead = (role: string) =>
    Map.groupBy(
      query<{ place: string; value: number }>(
        storePath,
        `SELECT layer || ' ' || head AS place, max_attention_diff AS value FROM head_metric
         WHERE run_id = 1 AND role = '${role}' AND value IS NOT NULL ORDER BY value`,
      ),
      ({ place }) => place,
    );
  const neutrals = byHead('neutral');
  let beyond = 0;
  for (const [place, rows] of byHead('set')) {
    const sorted = neutrals.get(place)?.map(({ value }) => value) ?? [];
    const at = 0.95 * (sorted.length - 1);
    const low = sorted[Math.floor(at)] ?? Number.NaN;
    const limit = low + ((sorted[Math.ceil(at)] ?? low) - low) * (at - Math.floor(at));
    beyond += rows.filter(({ value }) => value > limit).length;
  }
  return beyond;
}
