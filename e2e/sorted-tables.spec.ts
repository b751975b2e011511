/** Tables of few columns: a click on a heading sorts, a second one turns the order round, and the address says which. */
import type { Locator } from '@playwright/test';
import { expect, goTo, test } from './workbench.ts';

const heading = (table: Locator, name: string) => table.getByRole('columnheader', { name, exact: true });

/** Clicks a heading, and waits until the table says that it is sorted so. */
async function sortBy(table: Locator, name: string, order: 'ascending' | 'descending'): Promise<void> {
  await heading(table, name).getByRole('button').click();
  await expect(heading(table, name)).toHaveAttribute('aria-sort', order);
}

test('projects are sorted by what their lines say', async ({ ownWorkbenchWithRun, openWorkbench }) => {
  const page = await openWorkbench(ownWorkbenchWithRun);
  await goTo(page, '#/projects?create=yes');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('A new study');
  await dialog.getByRole('button', { name: /^Create/ }).click();
  await expect(dialog).toBeHidden();
  await goTo(page, '#/projects');
  const table = page.getByRole('table', { name: 'Projects', exact: true });
  const first = table.getByRole('row').nth(1);
  await sortBy(table, 'Runs', 'descending');
  await expect(page).toHaveURL(/sort=runs:desc|sort=runs%3Adesc/);
  await expect(first).not.toContainText('A new study');
  await sortBy(table, 'Runs', 'ascending');
  await expect(first).toContainText('A new study');
  await page.reload();
  await expect(heading(table, 'Runs')).toHaveAttribute('aria-sort', 'ascending');
  await expect(first).toContainText('A new study');
  await sortBy(table, 'Project and what its latest run found', 'ascending');
  await expect(first).toContainText('A new study');
  await sortBy(table, 'Project and what its latest run found', 'descending');
  await expect(first).not.toContainText('A new study');
});

test('the pairs of a run that failed', async ({ workbenchOfOtherTexts, openWorkbench }) => {
  const page = await openWorkbench(workbenchOfOtherTexts);
  await goTo(page, '#/projects/1/runs/5');
  const table = page.getByRole('table', { name: 'Pairs that failed' });
  const first = table.getByRole('row').nth(1).getByRole('cell').first();
  await expect(first).toHaveText('1');
  await sortBy(table, 'Pair', 'ascending');
  await expect(first).toHaveText('1');
  await sortBy(table, 'Pair', 'descending');
  await expect(first).toHaveText('2');
  await expect(page).toHaveURL(/failed=pair/);
  // "the word word …" comes before "word word …".
  await sortBy(table, 'Original', 'ascending');
  await expect(first).toHaveText('2');
});

test('streams and texts of a lens, and bigrams', async ({ workbenchWithAnalyses, openWorkbench }) => {
  const page = await openWorkbench(workbenchWithAnalyses);
  await goTo(page, '#/projects/1/analyses/lens/9');
  const streams = page.getByRole('table', { name: 'Streams' });
  const first = streams.getByRole('row').nth(1).getByRole('cell').first();
  await expect(first).toHaveText('the embeddings');
  await sortBy(streams, 'Stream', 'ascending');
  await sortBy(streams, 'Stream', 'descending');
  await expect(first).toHaveText('after the last layer');
  await expect(page).toHaveURL(/sort=stream/);

  const texts = page.getByRole('table', { name: 'Texts' });
  const surest = texts.getByRole('row').nth(1);
  // Its text comes after its number.
  await expect(surest).toContainText('She');
  const before = (await surest.textContent()) ?? '';
  await sortBy(texts, 'ln P at the end', 'descending');
  await expect(surest).toHaveText(before);
  await sortBy(texts, 'ln P at the end', 'ascending');
  await expect(texts.getByRole('row').last()).toHaveText(before);

  await goTo(page, '#/projects/1/analyses/bigrams/11?search=wh');
  const bigrams = page.getByRole('table', { name: 'Bigrams' });
  const token = bigrams.locator('[aria-rowindex="2"]').getByRole('cell').first();
  await sortBy(bigrams, 'Token', 'ascending');
  const lowest = (await token.textContent()) ?? '';
  await sortBy(bigrams, 'Token', 'descending');
  await expect(token).not.toHaveText(lowest);
  await sortBy(bigrams, 'followed by', 'descending');
  await expect(page).toHaveURL(/sort=follows/);
  await expect(heading(bigrams, 'Token')).toHaveAttribute('aria-sort', 'none');
});

test('runs that go together, and what a head restores by token', async ({
  workbenchWithAnalyses,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithAnalyses);
  await goTo(page, '#/projects/1/runs/compare');
  const together = page.getByRole('table', { name: 'Runs that go together' });
  const [top, last] = [together.getByRole('row').nth(1), together.getByRole('row').last()];
  await expect(top.getByRole('cell').first()).toHaveText(/^Run 3 /);
  await sortBy(together, 'Run', 'descending');
  await sortBy(together, 'Run', 'ascending');
  await expect(top.getByRole('cell').first()).toHaveText(/^Run 2 /);
  await expect(page).toHaveURL(/together=first/);
  await sortBy(together, 'The same in both', 'ascending');
  await expect(top.getByRole('cell').nth(2)).toHaveText('model');
  await expect(last.getByRole('cell').nth(2)).toHaveText('set');

  await goTo(page, '#/projects/1/results/1/pairs/1?layer=1&head=2&restores=denoising');
  const restored = page.getByRole('table', { name: /^L1 H2 by position$/ });
  const token = restored.getByRole('row').nth(1).getByRole('cell').first();
  await sortBy(restored, 'original', 'ascending');
  const first = (await token.textContent()) ?? '';
  await sortBy(restored, 'original', 'descending');
  await expect(token).not.toHaveText(first);
  await expect(page).toHaveURL(/positions=original/);
  await sortBy(restored, 'restores', 'descending');
});
