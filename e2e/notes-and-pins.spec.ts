/** A person writes down what is to be remembered of a pair, a head and a run, and pins what is to be found again. */
import type { Page } from '@playwright/test';
import { closeOpened, WITHIN } from './opened.ts';
import { expect, goTo, test } from './workbench.ts';

async function write(page: Page, name: string, words: string): Promise<void> {
  await page.getByRole('button', { name: `Note on ${name}`, exact: true }).click();
  await page.getByRole('textbox', { name: `Note on ${name}`, exact: true }).fill(words);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.locator(WITHIN)).toHaveCount(0);
}

test('a note on a pair is kept, read where the pair is listed, and removed', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  const pair = '#/projects/1/results/1/pairs/1?layer=5&head=9';
  await goTo(page, pair);
  await write(page, 'this pair', 'The clearest case of all.');
  const note = page.getByRole('main').getByLabel('Note', { exact: true });
  await expect(note).toHaveText('The clearest case of all.');
  await page.reload();
  await expect(note).toHaveText('The clearest case of all.');

  await goTo(page, '#/projects/1/results/1?group=rows&sort=pair:asc');
  const row = page.getByRole('table', { name: 'Results' }).getByRole('row').nth(1);
  await expect(row).toContainText(', note: The clearest case of all.');
  await goTo(page, pair);
  await page.getByRole('button', { name: 'Change the note on this pair' }).click();
  await expect(page.getByRole('textbox', { name: 'Note on this pair' })).toHaveValue(
    'The clearest case of all.',
  );
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(note).toHaveCount(0);
});

test('a head is pinned and noted, and Ctrl+Z takes back one after the other', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/heads/1?layer=5&head=9');
  const first = page.getByRole('table', { name: 'Ranking of heads' }).getByRole('row').nth(1);
  await expect(first).toContainText('L5 H9');
  const pin = page.getByRole('button', { name: 'Pin L5 H9', exact: true });
  await pin.click();
  await expect(pin).toHaveAttribute('aria-pressed', 'true');
  await expect(first).toContainText(', pinned');
  await write(page, 'L5 H9', 'Looks from the verb to “not”.');
  await expect(first).toContainText(', pinned, note: Looks from the verb to “not”.');
  // The palette leads to it from elsewhere.
  await goTo(page, '#/projects/1/runs/1');
  await write(page, 'Run 1', 'The run of the paper.');
  await page.keyboard.press('Control+k');
  const kept = page.getByRole('dialog').getByRole('group', { name: 'Pins and notes' }).getByRole('option');
  await expect(kept.filter({ hasText: 'L5 H9' })).toHaveCount(1);
  await closeOpened(page);
  await goTo(page, '#/projects/1/runs');
  await expect(page.getByRole('main')).toContainText(', note: The run of the paper.');

  await page.keyboard.press('Control+z');
  await expect(page.getByRole('main')).not.toContainText(', note: The run of the paper.');
  await goTo(page, '#/projects/1/heads/1?layer=5&head=9');
  await expect(first).toContainText(', pinned, note: ');
  await page.keyboard.press('Control+z');
  await expect(first).not.toContainText(', note: ');
  await expect(first).toContainText(', pinned');
  await page.keyboard.press('Control+z');
  await expect(first).not.toContainText(', pinned');
  await expect(pin).toHaveAttribute('aria-pressed', 'false');
});

test('the pairs that are pinned or noted are a list, and so are those that a run has something to say of', async ({
  ownWorkbenchWithRun,
  workbenchOfOtherTexts,
  openWorkbench,
}) => {
  const page = await openWorkbench(ownWorkbenchWithRun);
  for (const pairId of [3, 7]) {
    await goTo(page, `#/projects/1/results/1/pairs/${pairId}?layer=5&head=9`);
    await expect(page.getByRole('heading', { name: `Pair ${pairId} of run 1` })).toBeAttached();
    await page.getByRole('button', { name: 'Pin this pair', exact: true }).click();
  }
  await write(page, 'this pair', 'To be shown.');
  await goTo(page, '#/projects/1/results/1/pairs/5?layer=5&head=9');
  await write(page, 'this pair', 'No pin.');

  await page.keyboard.press('Control+k');
  const kept = page.getByRole('dialog').getByRole('group', { name: 'Pins and notes' }).getByRole('option');
  await kept.filter({ hasText: 'Pair 3 of “negation”' }).click();
  const list = page.getByRole('link', { name: '1 of 3 in the list', exact: true });
  await expect(list).toBeVisible();
  await expect(page.getByText('pinned or noted', { exact: true })).toBeVisible();
  for (const [at, pairId] of [
    [2, 5],
    [3, 7],
  ] as const) {
    await page.keyboard.press('j');
    await expect(page.getByRole('heading', { name: `Pair ${pairId} of run 1` })).toBeAttached();
    await expect(page.getByText(`${at} of 3 in the list`)).toBeVisible();
  }
  await expect(page.getByRole('button', { name: 'Next pair' })).toBeDisabled();
  // The list itself is a click away.
  await page.getByRole('link', { name: '3 of 3 in the list', exact: true }).click();
  await expect(page.getByRole('table', { name: 'Results' }).getByRole('row')).toHaveCount(4);
  await expect(page.getByRole('group', { name: 'Filters' })).toContainText('pinned or noted');

  const other = await openWorkbench(workbenchOfOtherTexts);
  await goTo(other, '#/projects/1/runs/1');
  const quality = other.getByRole('region', { name: 'Pairs and tokenizer' });
  await quality.getByText('Which pairs', { exact: true }).click();
  await quality.getByRole('table', { name: 'Pairs that something is noted of' }).getByRole('link').click();
  await expect(other.getByRole('link', { name: '1 of 1 in the list', exact: true })).toBeVisible();
  await expect(other.getByText('unknown tokens', { exact: true })).toBeVisible();
  // The set has three.
  await expect(other.getByRole('button', { name: 'Previous pair' })).toBeDisabled();
  await expect(other.getByRole('button', { name: 'Next pair' })).toBeDisabled();
});
