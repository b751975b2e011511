/** What a person makes of results and keeps: a set of what passes the filter, a view with a name, the width of a column. */
import SqliteDatabase from 'better-sqlite3';
import type { Locator } from '@playwright/test';
import { closeOpened } from './opened.ts';
import { expect, goTo, test } from './workbench.ts';

/** Pairs with a row of at least this JS divergence, which the row count is of. */
function passing(storePath: string, least: number): { rows: number; pairs: number } {
  const store = new SqliteDatabase(storePath, { readonly: true });
  try {
    const count = store.prepare<[number], { rows: number; pairs: number }>(
      `SELECT count(*) AS rows, count(DISTINCT pair_id) AS pairs FROM head_metric
       WHERE run_id = 1 AND role = 'set' AND attention_js_divergence >= ?`,
    );
    return count.get(least) ?? { rows: 0, pairs: 0 };
  } finally {
    store.close();
  }
}

async function boxOf(place: Locator) {
  const box = await place.boundingBox();
  if (box === null) throw new Error(`${place.toString()} has no place`);
  return box;
}

test('a part of a histogram is marked, what passes is saved as a view and as a set, and a width is kept', async ({
  ownWorkbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(ownWorkbenchWithRun);
  await goTo(page, '#/projects/1/results/1?group=rows&histograms=yes');
  const shown = page.getByRole('status', { name: 'Rows shown' });
  await expect(shown).toHaveText('39,384 rows of 547 pairs');

  // Marked with the mouse, from the middle past the right end: nothing is cut off there.
  const histogram = page.getByRole('group', { name: /^JS divergence/ });
  const plot = await boxOf(histogram.locator('.plot'));
  const y = plot.y + plot.height / 2;
  await page.mouse.move(plot.x + plot.width / 2, y);
  await page.mouse.down();
  await page.mouse.move(plot.x + plot.width - 20, y, { steps: 4 });
  await page.mouse.move(plot.x + plot.width + 20, y);
  await page.mouse.up();
  await expect(page).toHaveURL(/where=attention_js_divergence%3E%3D0\.38&group/);
  const { rows, pairs } = passing(ownWorkbenchWithRun.storePath, 0.38);
  await expect(shown).toHaveText(`${rows} rows of ${pairs} pairs`);

  // The view has a name, and is there for the same project after the page was left.
  await page.getByRole('button', { name: 'Saved views' }).click();
  await page.getByRole('textbox', { name: 'Name of the view' }).fill('far apart');
  await page.keyboard.press('Enter');
  const views = page.getByRole('list', { name: 'Saved views' });
  await expect(views.getByRole('link')).toHaveText(['far apart']);
  await closeOpened(page);
  await histogram.getByRole('button', { name: /any JS divergence$/ }).click();
  await expect(shown).toHaveText('39,384 rows of 547 pairs');
  await goTo(page, '#/projects/1/runs');
  await page.reload();
  await goTo(page, '#/projects/1/results/1');
  await page.getByRole('button', { name: 'Saved views' }).click();
  await views.getByRole('link', { name: 'far apart' }).click();
  await expect(shown).toHaveText(`${rows} rows of ${pairs} pairs`);
  await expect(page).toHaveURL(/group=rows/);

  // Removed, it can be had back.
  await page.getByRole('button', { name: 'Saved views' }).click();
  await views.getByRole('button', { name: 'Remove the view far apart' }).click();
  await expect(views).toHaveCount(0);
  await closeOpened(page);
  await page.keyboard.press('Control+z');
  await page.getByRole('button', { name: 'Saved views' }).click();
  await expect(views.getByRole('link')).toHaveText(['far apart']);
  // A name that is taken is written over where one says so alone.
  await page.getByRole('textbox', { name: 'Name of the view' }).fill('far apart');
  await expect(page.getByRole('button', { name: 'Replace', exact: true })).toBeVisible();
  await closeOpened(page);

  // One that was replaced comes back as it was.
  await goTo(page, '#/projects/1/results/1?role=neutral');
  await page.getByRole('button', { name: 'Saved views' }).click();
  await expect(views.getByRole('link', { name: 'far apart' })).toHaveAttribute('href', /0\.38/);
  await page.getByRole('textbox', { name: 'Name of the view' }).fill('far apart');
  await page.getByRole('button', { name: 'Replace', exact: true }).click();
  await expect(views.getByRole('link', { name: 'far apart' })).toHaveAttribute('href', /\?role=neutral$/);
  await closeOpened(page);
  await page.keyboard.press('Control+z');
  await page.getByRole('button', { name: 'Saved views' }).click();
  await expect(views.getByRole('link', { name: 'far apart' })).toHaveAttribute('href', /0\.38/);
  await views.getByRole('link', { name: 'far apart' }).click();
  await expect(shown).toHaveText(`${rows} rows of ${pairs} pairs`);

  // What passes becomes a set, whose description says how it was chosen.
  await page.getByRole('button', { name: 'Save the pairs that pass as a set' }).click();
  const dialog = page.getByRole('dialog', { name: `Save ${pairs} pairs as a set` });
  await dialog.getByLabel('Name').fill('far apart');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await goTo(page, '#/projects/1/pairs');
  await page.getByRole('link', { name: 'far apart', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'far apart', level: 1 })).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Pairs of far apart' })).toHaveAttribute(
    'aria-rowcount',
    String(pairs + 1),
  );
  await expect(page.getByRole('complementary')).toContainText('JS divergence');
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('heading', { name: 'far apart', level: 1 })).toHaveCount(0);

  // A column is dragged wider, and is so after a reload; a double click gives it its own width back.
  await goTo(page, '#/projects/1/results/1?group=rows');
  const label = page.getByRole('table', { name: 'Results' }).getByRole('columnheader', { name: /Label/ });
  const edge = label.getByRole('separator', { name: 'Width of Label' });
  const widthOf = async () => (await boxOf(label)).width;
  await expect(edge).toBeVisible();
  const before = await widthOf();
  const grip = await boxOf(edge);
  await page.mouse.move(grip.x + 3, grip.y + 5);
  await page.mouse.down();
  await page.mouse.move(grip.x + 43, grip.y + 5, { steps: 3 });
  await page.mouse.up();
  await expect.poll(widthOf).toBeCloseTo(before + 40, 0);
  await page.reload();
  await expect.poll(widthOf).toBeCloseTo(before + 40, 0);
  await edge.dblclick();
  await expect.poll(widthOf).toBeCloseTo(before, 0);
});
