/** The filter of Results: what its menus say beforehand, how its parts go together, and what is no filter. The counts shown equal an SQL query made here. */
import { closeOpened } from './opened.ts';
import { query } from './stored-rows.ts';
import { expect, goTo, test } from './workbench.ts';

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

test('texts are searched by an expression, which the address keeps; one that is none says so, and the way back is there', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/results/1');
  const texts = query<{ original: string; counterfactual: string; label: string | null }>(
    workbenchWithRun.storePath,
    `SELECT DISTINCT pair.id, original, counterfactual, label FROM run_item JOIN pair ON pair.id = pair_id
       WHERE run_id = 1 AND role = 'set'`,
  );
  const found = texts.filter(({ original, counterfactual, label }) =>
    [original, counterfactual, label ?? ''].some((text) => /^(she|he) .*\bnot\b/i.test(text)),
  ).length;
  expect(found).toBeGreaterThan(0);
  expect(found).toBeLessThan(texts.length);
  const search = page.getByRole('searchbox', { name: 'Search statements and labels' });
  const shown = page.getByRole('status', { name: 'Rows shown' });
  await search.fill('^(she|he) .*\\bnot\\b');
  await expect(page.getByText('Nothing passes these filters')).toBeVisible();
  const isExpression = page.getByRole('button', { name: 'Search by a regular expression' });
  await isExpression.click();
  await expect(shown).toContainText(new RegExp(`^${found} pairs?`));
  await expect(page).toHaveURL(/regex=yes/);

  await search.fill('^(she|he');
  await expect(page.getByRole('alert')).toHaveCount(1);
  await expect(page.getByRole('alert')).toContainText('The expression “^(she|he” cannot be used');
  await expect(search).toBeFocused();
  await search.fill('^(she|he) .*\\bnot\\b');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(shown).toContainText(new RegExp(`^${found} pairs?`));
  await isExpression.click();
  await expect(page).not.toHaveURL(/regex=/);
  await expect(page.getByText('Nothing passes these filters')).toBeVisible();
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
  // What does not have the label, and back.
  const others = page.getByRole('button', { name: 'All but these' });
  await others.click();
  await expect(shown).toContainText(`${pairs("AND label IS NOT 'never-verb'")} pairs`);
  await others.click();
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

  // One's own: none that could never be, and Ctrl+Z brings back those before.
  await page.getByRole('radio', { name: 'My own' }).check();
  const local = page.getByRole('spinbutton', { name: /^Local change/ });
  await local.fill('5');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('difference, aligned lies between 0 and 1.');
  await local.fill('0.4');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(local).toBeHidden();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('region', { name: 'Messages' })).toContainText('Undone: thresholds of flags');
  await flags.getByRole('button', { name: 'Edit the thresholds of flags' }).click();
  await expect(page.getByRole('radio', { name: /Earlier work/ })).toBeChecked();
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
