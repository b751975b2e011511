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
  await expect(page.getByRole('region', { name: 'Findings' })).toContainText('L0H3 to L1H2 0.157');
  const graph = page.getByRole('region', { name: /^Composition of heads/ });
  await expect(graph).toContainText('none is confirmed');
  await page.getByLabel('Score from').fill('0.15');
  await expect(graph).toContainText('2 edges of a score from');

  await page.getByRole('link', { name: 'Induction circuit on a text' }).click();
  const table = page.getByRole('table', { name: 'Heads before the induction head' });
  await expect(table.getByRole('row', { name: /L0H3 composes most/ })).toBeVisible();
  await expect(table.getByRole('row', { name: /L0H0 previous token/ })).toBeVisible();
  await page.getByLabel('Text', { exact: true }).fill('Thumbs');
  await page.getByRole('button', { name: 'Walk' }).click();
  await expect(page.getByRole('region', { name: 'Nothing is said twice' })).toBeVisible();
});
