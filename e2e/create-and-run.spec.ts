/** Use 1: create a project of negation pairs and run a batch. */
import SqliteDatabase from 'better-sqlite3';
import { violationsInBothThemes } from './accessibility.ts';
import { closeOpened } from './opened.ts';
import { differencesOn } from './shown-and-saved.ts';
import { expect, test } from './workbench.ts';

test('a project of negation pairs is created, run, cancelled, resumed and done', async ({
  emptyWorkbench,
  openWorkbench,
}) => {
  const page = await openWorkbench(emptyWorkbench);

  // An empty workspace says what to do next.
  await page
    .getByRole('button', { name: /new project|create/i })
    .or(page.getByRole('link', { name: /new project|create/i }))
    .first()
    .click();
  const dialog = page.getByRole('dialog', { name: 'New project' });
  await dialog.getByLabel('Name').fill('Negation study');
  await expect(dialog.getByRole('checkbox', { name: 'Negation', exact: true })).toBeChecked();
  await dialog.getByRole('button', { name: 'Create project' }).click();

  const sets = page.getByRole('list', { name: 'Sentence sets' });
  await expect(sets.getByRole('article', { name: 'negation', exact: true })).toContainText('547 pairs');
  await sets
    .getByRole('article', { name: 'negation', exact: true })
    .getByRole('link', { name: 'New run with negation' })
    .click();

  const form = page.getByRole('form', { name: 'New run' });
  // 547 pairs in 143 clusters, each with its neutral: 2.8 standard errors of 1/sqrt(547) and 1/sqrt(143).
  await expect(form.getByRole('region', { name: 'What could be seen' })).toContainText(
    '0.12 to 0.24 SD at one head chosen in advance',
  );
  // Once the check has been through them: the neutral of each can be compared.
  await expect(form.getByRole('region', { name: 'What could be seen' })).toContainText(
    'Of 547 pairs in 143 clusters, each against its own neutral.',
  );
  await expect(form.getByLabel('Sentence set').locator('option:checked')).toHaveText(
    'negation (547 pairs, each with a neutral, 143 clusters)',
  );
  // Each pair has a neutral of its own.
  await expect(form.getByLabel('Control set').locator('option:checked')).toHaveText('None');
  await expect(form.getByLabel('Model').locator('option:checked')).toHaveText('all-MiniLM-L6-v2');
  // attn-only-0l, bundled too, has no heads to compare.
  await expect(form.getByLabel('Model').locator('option', { hasText: 'attn-only' })).toHaveText([
    'attn-only-1l',
    'attn-only-2l',
  ]);
  await form.getByRole('button', { name: /start/i }).click();

  // Live progress; what is done when it is cancelled stays done.
  const progress = page.getByRole('region', { name: 'Progress' });
  await expect(progress.getByRole('progressbar', { name: 'Pairs done' })).not.toHaveAttribute(
    'aria-valuenow',
    '0',
    {
      timeout: 60_000,
    },
  );
  // The map of what is measured follows.
  const soFar = page.getByRole('region', { name: 'So far', exact: true });
  await expect(soFar).toContainText(/So far, after [1-9]\d* of 547 pairs/);
  await page.getByRole('button', { name: 'Cancel run 1' }).click();
  await expect(progress).toContainText('Stopped with');
  // The map of what was measured so far is saved as it is shown.
  expect(await differencesOn(page, 'run so far')).toEqual([]);
  const doneWhenCancelled = countMetrics(emptyWorkbench.storePath);
  expect(doneWhenCancelled).toBeGreaterThan(0);

  // Of a part there are means, and nothing is tested: it is not compared, and no analysis is made of it.
  const screen = page.getByRole('main');
  await expect(screen.getByRole('link', { name: 'Results of run 1' })).toBeVisible();
  await expect(screen.getByRole('link', { name: 'Compare', exact: true })).toHaveCount(0);
  await screen.getByRole('link', { name: 'Heads', exact: true }).click();
  await expect(screen.getByRole('heading', { level: 1, name: 'Heads' })).toBeVisible();
  await expect(screen.getByRole('region', { name: 'So far', exact: true })).toContainText(
    /So far, after \d+ of 547 pairs/,
  );
  await expect(screen).toContainText('What changes is tested when all are.');
  await screen.getByRole('button', { name: 'More about run 1' }).click();
  const compareWith = page.getByRole('menuitem', { name: 'Compare with…' });
  await expect(compareWith).toHaveAttribute('aria-disabled', 'true');
  await closeOpened(page);
  await page.goBack();

  await page.getByRole('button', { name: 'Resume run 1' }).click();
  await expect(page.getByRole('button', { name: 'Cancel run 1' })).toBeVisible();
  expect(await violationsInBothThemes(page)).toEqual([]);
  await expect(progress).toContainText('Done in', { timeout: 120_000 });
  await expect(progress).toContainText('547 of 547 pairs');
  expect(countMetrics(emptyWorkbench.storePath)).toBe(2 * 547 * 72);

  // What can be wrong with pairs is told with its count, also with 0; what makes the run again can be copied.
  const pairs = page.getByRole('region', { name: 'Pairs and tokenizer' });
  await expect(pairs.getByRole('row', { name: /^0 Unknown tokens/ })).toBeVisible();
  await expect(pairs.getByRole('figure', { name: /^Tokens in a statement: 5 to 15/ })).toBeVisible();
  await expect(page.getByRole('group', { name: 'the commands that make run 1 again' })).toContainText(
    'pairlens run --pairs negation --model all-MiniLM-L6-v2 --alignment auto',
  );
  await expect(page.getByRole('region', { name: 'Compare with' })).toContainText('No other finished run');
  await expect(page.getByRole('complementary')).toContainText('negation, version 1 of 1');

  // The page lists its keys; one of them duplicates the run, which is done and taken over until it is ticked.
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('Compare with another run');
  await closeOpened(page);
  await page.keyboard.press('d');
  await expect(form).toContainText('Run 1 is done and would be the same');
  await expect(form.getByRole('button', { name: 'Start run' })).toBeDisabled();
  await form.getByRole('checkbox', { name: 'negation through all-MiniLM-L6-v2' }).check();
  await expect(form.getByRole('button', { name: 'Start run' })).toBeEnabled();
  await expect(form.getByRole('group', { name: 'the commands of this plan' })).toContainText(
    "--project 'Negation study'",
  );
  // Another option is another run. What is changed is named in the folded line.
  await form.locator('summary', { hasText: 'alignment automatic' }).click();
  await form.getByLabel('Seed').fill('7');
  await form.getByRole('radio', { name: 'Last' }).check();
  await expect(form).not.toContainText('Run 1 is done');
  await expect(form.locator('summary .changed')).toHaveText(['queries last', 'seed 7']);
  await page.goBack();

  await page.getByRole('link', { name: 'Results of run 1' }).first().click();
  await expect(page.getByRole('status', { name: 'Rows shown' })).toHaveText('547 pairs, 39,384 rows');
});

function countMetrics(storePath: string): number {
  const store = new SqliteDatabase(storePath, { readonly: true });
  try {
    return store.prepare<[], number>('SELECT count(*) FROM head_metric').pluck().get() ?? 0;
  } finally {
    store.close();
  }
}
