/** A person goes from a result to one head, sees all that is known of it, and compares the heads of two models. */
import { readFileSync } from 'node:fs';
import { expect, goTo, test } from './workbench.ts';

test('from a run to a head, its texts, and the catalogue', async ({ workbenchWithRun, openWorkbench }) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/heads/1');
  const inspector = page.getByRole('complementary', { name: 'Head over the set' });
  await inspector.getByRole('link', { name: 'Open head' }).click();
  await expect(page).toHaveURL(/heads-of\/all-MiniLM-L6-v2\/5\/9/);
  await expect(page.getByRole('heading', { name: 'L5 H9' })).toBeVisible();
  const responds = page.getByRole('region', { name: 'What does it respond to?' });
  await expect(responds).toContainText('Statistics of run 1');
  await expect(responds).toContainText('JS divergence');
  await expect(page.getByText(/^Responds: JS divergence above neutral is .* rank 1 of 72/)).toBeVisible();
  // What is not known yet says what would tell it.
  await expect(page.getByRole('region', { name: 'Where does it look?' })).toContainText('Not known yet.');
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('heading', { name: 'L5 H8' })).toBeVisible();

  await page.getByRole('link', { name: 'all heads' }).click();
  const table = page.getByRole('table', { name: 'Heads of all-MiniLM-L6-v2' });
  await expect(table).toHaveAttribute('aria-rowcount', '73');
  await table.getByRole('button', { name: /JS divergence/ }).click();
  await expect(table.getByRole('row').nth(1)).toContainText('L5 H9');
  await page.getByRole('searchbox', { name: 'Find heads' }).fill('L5 H9');
  await expect(table).toHaveAttribute('aria-rowcount', '2');
  await expect(table.getByRole('row').nth(1)).toContainText('responds');

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save CSV' }).click();
  const lines = readFileSync(await (await download).path(), 'utf8').split('\n');
  expect(lines[0]).toMatch(/^model,layer,head,called,statistics_attention_js_divergence,/);
  expect(lines).toHaveLength(1 + 72 + 1);
});

test('a model of which nothing is known says what to do, and stands beside one of which something is', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/heads-of/char-he');
  await expect(page.getByText('Nothing is known yet of the heads of char-he')).toBeVisible();
  await page
    .getByRole('combobox', { name: 'Another model beside it' })
    .selectOption({ label: 'beside all-MiniLM-L6-v2' });
  const compared = page.getByRole('table', { name: 'What heads are called' });
  await expect(compared.getByRole('row', { name: /^responds/ })).toContainText('not analysed');
  await expect(page.getByRole('table', { name: 'Heads of all-MiniLM-L6-v2' })).toBeVisible();
  await goTo(page, '#/projects/1/heads-of/char-he/9/0');
  await expect(page.getByText('char-he has no L9 H0')).toBeVisible();
});

test('an item of an analysis as text: the attention of a head, token by token', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/analyses/induction?form=new');
  const form = page.getByRole('form', { name: 'New induction analysis' });
  await form.getByLabel('Model', { exact: true }).selectOption({ label: 'attn-only-2l' });
  await form.getByLabel('Length').fill('12');
  await form.getByLabel('Sequences').fill('30');
  await form.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('link', { name: 'Open head' })).toBeVisible({ timeout: 60_000 });
  await page.getByRole('link', { name: 'Open head' }).click();

  const texts = page.getByRole('region', { name: 'On which texts?' });
  await texts
    .getByRole('button', { name: /^highest/ })
    .first()
    .click();
  const repeated = texts.getByRole('group', { name: 'repeated' });
  await expect(repeated.getByRole('button')).toHaveCount(25);
  const arcs = repeated.locator('path[fill="none"]');
  await expect(arcs.first()).toBeAttached();
  // A token in focus: bars in the place of arcs.
  await repeated.getByRole('button').nth(3).click();
  await expect(repeated.getByRole('button').nth(3)).toHaveAttribute('aria-pressed', 'true');
  await expect(arcs).toHaveCount(0);
  const before = page.url();
  await page.keyboard.press('j');
  await expect(page).not.toHaveURL(before);
  await expect(texts.getByRole('button', { pressed: true }).last()).toBeVisible();
});
