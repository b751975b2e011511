/** A person opens a model's weights: what composes with what, and the induction circuit on a text of their own. */
import { expect, goTo, test } from './workbench.ts';

test('from composition to the head that an ablation decides for', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/analyses/composition?form=new');
  const form = page.getByRole('form', { name: /New composition/ });
  await form.getByLabel('Model').selectOption({ label: 'attn-only-2l' });
  await form.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('region', { name: 'Findings' })).toContainText('L0 H3 to L1 H2 0.157');
  const graph = page.getByRole('region', { name: /^Composition of heads/ });
  await expect(graph).toContainText('none is confirmed');
  await page.getByLabel('Score from').fill('0.15');
  await expect(graph).toContainText('2 edges of a score from');

  await page.getByRole('link', { name: 'Induction circuit on a text' }).click();
  const table = page.getByRole('table', { name: 'Heads before the induction head' });
  await expect(table.getByRole('row', { name: /L0 H3 composes most/ })).toBeVisible();
  await expect(table.getByRole('row', { name: /L0 H0 previous token/ })).toBeVisible();
  await page.getByLabel('Text', { exact: true }).fill('Thumbs');
  await page.getByRole('button', { name: 'Walk' }).click();
  await expect(page.getByRole('region', { name: 'Nothing is said twice' })).toBeVisible();
});

test('bigrams: a token is found, what follows it leads to the next, and any token is looked up', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/analyses/bigrams?form=new');
  const form = page.getByRole('form', { name: /New bigrams/i });
  await form.getByLabel('Model', { exact: true }).selectOption({ label: 'attn-only-0l' });
  await form.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('region', { name: 'Findings' })).toContainText('Listed are all 512 tokens');
  await page.getByLabel('Find tokens').fill('king');
  await expect(page.getByText(/^\d+ of 512 tokens that are listed/)).toBeVisible();
  const follows = page.getByRole('region', { name: 'What follows it' });
  const first = follows.getByRole('listitem').first();
  await expect(first).toContainText(/\d %/);
  const said = (await first.getByRole('button').innerText()).trim();
  await first.getByRole('button').click();
  await expect(page.getByLabel('Find tokens')).toHaveValue('');
  await expect(page.getByRole('region', { name: `One token · ${said}`, exact: true })).toBeVisible();
});

test('QK and OV: a head is chosen on the map, its pairs are shown, and a token is looked up from both ends', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/analyses/qk-ov?form=new');
  const form = page.getByRole('form', { name: /New analysis of QK and OV circuits/ });
  await form.getByLabel('Model').selectOption({ label: 'attn-only-2l' });
  await form.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('region', { name: 'Findings' })).toContainText(
    'by their copying score: L1 H2 1.000',
  );
  // What the head that copies most is attended to, it raises.
  const pairs = page.getByRole('table', { name: 'Strongest pairs' });
  const [source, output] = await pairs.getByRole('row').nth(1).getByRole('cell').allInnerTexts();
  expect(source).toBe(output);
  await page.getByRole('gridcell', { name: /^Layer 0 head 0/ }).click();
  await expect(page.getByRole('heading', { name: 'L0 H0' }).first()).toBeVisible();
  await page.getByText('QK: where it looks').click();
  await page.getByLabel('Token to look for').fill('the');
  await page.getByRole('button', { name: 'Look up' }).click();
  await expect(page.getByRole('region', { name: /It looks for|As a query/ })).toBeVisible();
});
