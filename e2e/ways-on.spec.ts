/** What is not there has a way on; and a change of theme reaches every figure, also those that nobody sees. */
import { newProject, newSet } from './new-set.ts';
import { expect, goTo, test } from './workbench.ts';

test('where there is no such run or model, the way on leads to those there are', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/runs/999');
  const told = page.getByRole('main').getByRole('alert');
  await expect(told).toContainText('Run 999 is not here.');
  await expect(told.getByRole('button', { name: 'Try again' })).toHaveCount(0);
  await told.getByRole('link', { name: 'All runs' }).click();
  await expect(page).toHaveURL(/#\/projects\/1\/runs$/);
  await goTo(page, '#/projects/1/models/no-such-model');
  await expect(told).toContainText('No such model');
  await told.getByRole('link', { name: 'Models' }).click();
  await expect(page).toHaveURL(/#\/projects\/1\/models$/);
});

test('where texts, pairs or runs are missing, the way to them stands in their place', async ({
  emptyWorkbench,
  openWorkbench,
}) => {
  const page = await openWorkbench(emptyWorkbench);
  await newProject(page, 'Empty');
  const main = page.getByRole('main');
  const [project = ''] = /#\/projects\/\d+/.exec(page.url()) ?? [];

  await goTo(page, `${project}/analyses/lens?form=new`);
  const start = main.getByRole('button', { name: 'Start' });
  await expect(start).toBeDisabled();
  await expect(start).toHaveAccessibleDescription('Needs texts');
  // What has no layers is not what one begins with.
  await expect(main.getByLabel('Model', { exact: true }).locator('option:checked')).not.toHaveText(
    /attn-only-0l/,
  );
  const texts = main.getByRole('region', { name: 'Set of texts' });
  await expect(texts).toContainText('This project has no texts yet.');
  await texts.getByRole('link', { name: 'Paste texts' }).click();
  await expect(page).toHaveURL(/\/texts\?add=paste$/);

  // Without any pair the first step is to add some, from wherever a run is wanted.
  await goTo(page, `${project}/heads`);
  await expect(main.getByRole('heading', { name: 'No heads measured yet' })).toBeVisible();
  await main.getByRole('link', { name: 'Add pairs first' }).click();
  await expect(page).toHaveURL(/\/pairs$/);

  await newSet(page, 'Nothing yet');
  await expect(main.getByRole('button', { name: 'New run' })).toBeDisabled();
  const [set = ''] = /#.*\/pairs\/\d+/.exec(page.url()) ?? [];
  await goTo(page, `${project}/analyses/catalogue?form=new`);
  const pairs = main.getByRole('region', { name: 'Set of pairs' });
  await expect(pairs).toContainText('“Nothing yet” has no pairs yet.');
  await expect(pairs).toContainText('“Indirect object”');
  await pairs.getByRole('link', { name: 'Add pairs to it' }).click();
  await expect(page).toHaveURL(new RegExp(`${set}$`));
});

test('after a change of theme every figure has its colours, and the strips have the ramp of the maps', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await page.setViewportSize({ width: 1280, height: 600 });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await goTo(page, '#/projects/1/results/1/pairs/1?layer=0&head=0');
  /** The colours in which each figure writes. */
  const inks = () =>
    page
      .locator('.figure svg')
      .evaluateAll((drawn) =>
        drawn.map((svg) => [...svg.querySelectorAll('text')].map((text) => text.getAttribute('fill'))),
      );
  /** What figures write in, from core/figures/theme.ts. */
  const muted = { light: '#65645f', dark: '#a09f99' };
  const areAll = async (theme: 'light' | 'dark') => {
    const written = (await inks()).filter((fills) => fills.length > 0);
    const other = muted[theme === 'light' ? 'dark' : 'light'];
    return (
      written.length >= 5 && written.every((fills) => fills.includes(muted[theme]) && !fills.includes(other))
    );
  };
  await expect.poll(() => areAll('light'), { timeout: 20_000 }).toBe(true);
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await expect.poll(() => areAll('dark'), { timeout: 20_000 }).toBe(true);
  // Opened dark.
  await page.reload();
  await expect.poll(() => areAll('dark'), { timeout: 20_000 }).toBe(true);

  await goTo(page, '#/projects/1/results/1');
  const bar = page.getByRole('img', { name: /^Colours from/ }).locator('.bar');
  // The first colour of viridis, with which maps begin in either theme.
  await expect(bar).toHaveCSS('background-image', /^linear-gradient\(to right, rgb\(68, 1, 84\)/);
});
