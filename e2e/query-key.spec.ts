/** A person looks at the queries and keys of a model: the scales, one head large, what a lasso holds, another layout. */
import { chooseFewPairs, expect, goTo, test } from './workbench.ts';

test('from the form to a lasso and UMAP of one head', async ({ workbenchWithAnalyses, openWorkbench }) => {
  test.setTimeout(180_000);
  const page = await openWorkbench(workbenchWithAnalyses);
  await goTo(page, '#/projects/1/analyses/query-key?form=new');
  const form = page.getByRole('form', { name: /New analysis of queries and keys/ });
  await form.getByLabel('Model').selectOption({ label: 'attn-only-2l' });
  await chooseFewPairs(form);
  await form.getByRole('button', { name: 'Start' }).click();

  const findings = page.getByRole('region', { name: 'Findings' });
  await expect(findings).toContainText(
    'It is Spearman’s, of nearness with q·k, which attention is computed from',
    {
      timeout: 90_000,
    },
  );
  await expect(findings).toContainText('No control and no interval');

  // The first head that is shown, and one that is picked from the thumbnails.
  await page
    .getByRole('grid', { name: 'All heads' })
    .getByLabel(/^Layer 1 head 2/)
    .click();
  await expect(page).toHaveURL(/layer=1&head=2/);
  const card = page.getByRole('region', { name: 'L1 H2: queries and keys' });
  await expect(card).toContainText(/PCA at c = .*: distances here (go|say|run)/);
  await card.getByLabel('Colour').selectOption({ label: 'Word class' });
  await card.getByLabel('Find tokens').fill('zzzz');
  await expect(card).toContainText(/(^|\D)0 of \d+ tokens/);

  // A lasso over nothing says so; one over everything has a list.
  await card.getByRole('button', { name: 'Lasso' }).click();
  const cloud = card.locator('[data-cloud]');
  await cloud.scrollIntoViewIfNeeded();
  const box = await cloud.boundingBox();
  if (box === null) throw new Error('the points are not on the screen');
  const drawn = async (corners: readonly (readonly [number, number])[]) => {
    const [first = [0, 0], ...others] = corners;
    await page.mouse.move(box.x + first[0], box.y + first[1]);
    await page.mouse.down();
    for (const [x, y] of others) await page.mouse.move(box.x + x, box.y + y, { steps: 4 });
    await page.mouse.up();
  };
  const { width, height } = box;
  await drawn([
    [1, 1],
    [3, 1],
    [2, 3],
  ]);
  const list = page.getByRole('region', { name: 'In the lasso' });
  await expect(list).toContainText('Nothing lies in the lasso');
  await drawn([
    [1, 1],
    [width - 1, 1],
    [width - 1, height - 1],
    [1, height - 1],
  ]);
  await expect(list).toContainText(/\d+ queries and \d+ keys of \d+ different tokens in \d+ texts/);

  // Another layout is an analysis of that head alone, shown in its place.
  await card.getByText('UMAP', { exact: true }).click();
  await card.getByRole('button', { name: 'Lay out L1 H2 by UMAP' }).click();
  await expect(card).toContainText(/UMAP at c = .*: distances here (go|say|run)/, { timeout: 60_000 });
  await expect(card.locator('[data-cloud]')).toBeVisible();
});
