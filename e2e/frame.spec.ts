/** The frame around the rooms: windows in step, and the palette that leads to what is meant. */
import { closeOpened } from './opened.ts';
import { expect, goTo, test } from './workbench.ts';

test('what one tab changes the other shows, without being asked', async ({
  emptyWorkbench,
  openWorkbench,
}) => {
  test.skip(
    emptyWorkbench.url === null,
    'a tab is of a browser; two windows of Electron: tests/integration/electron-shell.test.ts',
  );
  const page = await openWorkbench(emptyWorkbench);
  await goTo(page, '#/projects');
  const other = await page.context().newPage();
  await other.goto(page.url());
  await expect(other.getByRole('button', { name: 'New project' })).toBeVisible();

  await page.getByRole('button', { name: 'New project' }).click();
  const dialog = page.getByRole('dialog', { name: 'New project' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Seen twice');
  await dialog.getByText('Nothing', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await expect(other.getByRole('table', { name: 'Projects' })).toContainText('Seen twice');
  await other.close();
});

test('the rail is there while a project is open; without one the top bar leads to the models', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  const rail = page.getByRole('navigation', { name: 'Rooms' });
  const bar = page.getByRole('banner');
  await goTo(page, '#/projects');
  await expect(bar.getByRole('button', { name: 'Theme' })).toBeVisible();
  await expect(rail).toBeHidden();
  await bar.getByRole('link', { name: 'Models' }).click();
  await expect(page.getByRole('heading', { name: 'Models', exact: true })).toBeVisible();
  await expect(rail).toBeHidden();
  await goTo(page, '#/projects/1/models');
  await expect(rail.getByRole('link', { name: 'Models' })).toHaveAttribute('aria-current', 'page');
  await expect(rail.getByRole('button', { name: 'Theme' })).toBeVisible();
  await expect(bar.getByRole('button', { name: 'Theme' })).toBeHidden();
});

test('the palette picks what is meant: a screen, a head, a pair', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/runs/1');
  const ask = async (typed: string, first: RegExp) => {
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Search or do anything').fill(typed);
    await expect(page.getByRole('dialog').getByRole('option').first()).toHaveText(first);
    await page.keyboard.press('Enter');
  };
  // On a run's page with its key.
  await ask('head', /^Heads\s*h?\s*$/);
  await expect(page).toHaveURL(/heads\/1/);
  await ask('L5 H9', /L5 H9 in Run 1/);
  await expect(page).toHaveURL(/layer=5&head=9/);
  await ask('pair 2', /Pair 2 of .* in Run 1/);
  await expect(page).toHaveTitle(/Pair 2 · Run 1/);
  await ask('minilm', /^Model all-MiniLM-L6-v2/);
  await expect(page).toHaveURL(/models\/all-MiniLM-L6-v2/);
});

test('without a project the palette finds what is in all of them; a pair opens at its strongest head', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  const option = page.getByRole('dialog').getByRole('option');
  const ask = async (typed: string, line: RegExp) => {
    await goTo(page, '#/projects');
    await expect(page).toHaveTitle(/Projects/);
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Search or do anything').fill(typed);
    await option.filter({ hasText: line }).first().click();
  };
  await ask('negation', /^Set “negation”\s+Project/);
  await expect(page).toHaveURL(/projects\/1\/pairs\/1/);
  await ask('run 1', /^Run 1\s+all-MiniLM-L6-v2 · “negation” · Project/);
  await expect(page).toHaveURL(/projects\/1\/runs\/1/);
  await ask('L5 H9', /^L5 H9 in Run 1/);
  await expect(page).toHaveURL(/heads\/1\?layer=5&head=9/);
  await ask('mayor answers letters', /^Pair 286 of “negation” in Run 1 · Project/);
  await expect(page).toHaveURL(/results\/1\/pairs\/\d+\?layer=5&head=9/);
  await expect(page).toHaveTitle(/L5 H9/);

  // More than can be looked for is cut, and said to be.
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Search or do anything').focus();
  await page.keyboard.insertText(`\0${'x'.repeat(2_000)}`);
  await expect(page.getByRole('dialog')).toContainText(
    '1,000 characters are the most: of 2,001, the rest was cut.',
  );
  await expect(page.getByRole('dialog')).toContainText('Nothing is called that.');
});

test('the palette does what the buttons and menus of the view do, and says why it does not', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  const palette = page.getByRole('dialog', { name: 'Search or do anything' });
  const find = async (typed: string) => {
    if (!(await palette.isVisible())) await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Search or do anything').fill(typed);
    return palette.getByRole('group', { name: 'In this view' }).getByRole('option');
  };
  const act = async (typed: string, line: string) => {
    await find(typed);
    await palette.getByRole('option').filter({ hasText: line }).first().click();
    await expect(palette).toBeHidden();
  };
  const given = async (typed: string, line: string) => {
    const download = page.waitForEvent('download');
    await act(typed, line);
    return (await download).suggestedFilename();
  };

  // The menu of the run.
  await goTo(page, '#/projects/1/runs/1');
  await expect(page.getByRole('button', { name: 'More about run 1' })).toBeVisible();
  for (const item of ['Duplicate…', 'Save as a report', 'Save as a bundle', 'Compare with…', 'Remove'])
    await expect((await find(`${item} run 1`)).first()).toHaveText(new RegExp(`^${item}\\s*Run 1$`));
  await closeOpened(page);
  // A note is written where its button stands, with the keyboard in it.
  await act('note', 'Note on run 1');
  await expect(page.getByRole('textbox', { name: 'Note on run 1' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('textbox', { name: 'Note on run 1' })).toBeHidden();
  await act('pin', 'Pin run 1');
  await expect(page.getByRole('button', { name: 'Pin run 1' })).toHaveAttribute('aria-pressed', 'true');
  await act('pin', 'Pin run 1');
  await expect(page.getByRole('button', { name: 'Pin run 1' })).toHaveAttribute('aria-pressed', 'false');

  // Exports, filters and panels of the results.
  await goTo(page, '#/projects/1/results/1?group=rows');
  await expect(page.getByRole('status', { name: 'Rows shown' })).toContainText('rows');
  await act('histogram', 'Histograms');
  await expect(page).toHaveURL(/histograms/);
  await act('save view', 'Saved views');
  await expect(page.getByRole('textbox', { name: 'Name of the view' })).toBeVisible();
  await closeOpened(page);
  await act('threshold', 'Threshold');
  await expect(page.getByRole('textbox', { name: 'Value' })).toBeVisible();
  await closeOpened(page);
  expect(await given('parquet', 'Parquet')).toMatch(/\.parquet$/);

  // Each figure by its title; of the layers there is a chart as well.
  await goTo(page, '#/projects/1/heads/1');
  await expect(page.getByRole('button', { name: 'Save or copy: Heads', exact: true })).toBeVisible();
  const exported = await find('export');
  await expect.poll(() => exported.count()).toBeGreaterThan(2);
  await closeOpened(page);
  expect(await given('svg heads', 'Save as SVG')).toMatch(/\.svg$/);
  await act('groups', 'Groups');
  await expect(page).toHaveURL(/beside=groups/);
  await act('smallest effect', 'Smallest effect');
  await expect(page.getByLabel('Smallest effect of interest')).toBeVisible();
  await closeOpened(page);

  // From anywhere: the file is asked for in the list of runs.
  const chooser = page.waitForEvent('filechooser');
  await act('bundle', 'Import bundle');
  await chooser;
  await expect(page.getByRole('heading', { level: 1, name: 'Runs' })).toBeVisible();
});

test('the list of keys names what works here, and Enter opens the head that is chosen', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  const keys = page.getByRole('dialog', { name: 'Keys' });
  const listed = async (address: string): Promise<string> => {
    await goTo(page, address);
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
    await page.keyboard.press('?');
    const text = await keys.innerText();
    await page.keyboard.press('Escape');
    await expect(keys).toBeHidden();
    return text;
  };
  const search = 'Search in this view';
  expect(await listed('#/projects')).toContain('New project');
  expect(await listed('#/projects')).not.toContain(search);
  const models = await listed('#/projects/1/models');
  expect(models).toContain(search);
  expect(models).toContain('Add model');
  await goTo(page, '#/projects/1/runs/new');
  await expect(page.getByRole('button', { name: 'Start run' })).toBeVisible();
  expect(await listed('#/projects/1/runs/new')).toMatch(/Ctrl\s*Enter\s*Start/);

  await goTo(page, '#/projects/1/heads/1');
  await expect(page.getByRole('button', { name: 'Save or copy: Heads', exact: true })).toBeVisible();
  const heads = await listed('#/projects/1/heads/1?layer=5&head=8');
  expect(heads).toContain('Open the head');
  expect(heads).not.toContain(search);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'L5 H9' })).toBeVisible();
});

test('a ring of focus is drawn for the keyboard alone, also where Escape closes what the mouse has opened', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/runs/1');
  const more = page.getByRole('button', { name: 'More about run 1' });
  const menu = page.getByRole('menu');
  await more.click();
  await expect(menu).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(more).toBeFocused();
  await expect(more).toHaveCSS('outline-style', 'none');
  await page.keyboard.press('Enter');
  await expect(menu).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(more).toBeFocused();
  await expect(more).toHaveCSS('outline-style', 'solid');
});
