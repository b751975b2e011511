/**
 * Each screen, light and small, then dark and large, and in it each dialog, menu and panel (opened.ts): it reports no error,
 * has no accessibility problem that axe knows (contrast among them), no chart without a menu that saves it (charts.ts), no Hebrew text that
 * turns what stands around it (isolation.ts), and fits: nothing scrolls sideways unexpectedly, no text is cut. With PAIRLENS_SCREENSHOTS=1 (as `npm run screenshots` has it) each theme is seen in both sizes and
 * photographed for people to look at, in test-results, and the pictures of the README go to docs/images.
 */
import type { Page, TestInfo } from '@playwright/test';
import { join } from 'node:path';
import { violationsInBothThemes, violationsOn } from './accessibility.ts';
import { whatDoesNotFit } from './fits.ts';
import { textsNotApart } from './isolation.ts';
import { chartsWithoutMenu } from './charts.ts';
import { closeOpened, OPENED, WITHIN } from './opened.ts';
import { ANALYSIS_SCREENS, SCREENS, SHORT } from './screens.ts';
import { ANALYSES, expect, goTo, settled, test } from './workbench.ts';

/** Of svelte-query: an answer that comes while its view is being left is told to that view once more, to no effect. */
const LEFT_BEHIND = '/e/derived_inert';
/** What some of them say besides: which tokens are hidden, and what a map is the mean of. */
const SAID: Readonly<Record<string, readonly string[]>> = {
  'pair-view-arcs': ['Hidden: “[CLS]”, “[SEP]”.', 'What a token gives itself has no arc.'],
  'pair-view-layer': ['Hidden: ', 'Mean over the 12 heads of layer 5'],
};
const IN_README = new Set(['pair-view', 'heads', 'results']);
const SMALL = { width: 1280, height: 800 };
const LARGE = { width: 1920, height: 1080 };
const FOR_PEOPLE = process.env['PAIRLENS_SCREENSHOTS'] === '1';
const SIZES = {
  light: FOR_PEOPLE ? [SMALL, LARGE] : [SMALL],
  dark: FOR_PEOPLE ? [SMALL, LARGE] : [LARGE],
} as const;

// The longest of all specs.
test.describe.configure({ mode: 'parallel' });

// Two halves of each, so that no worker has the longest of all specs to itself when the others are done.
for (const half of [0, 1]) {
  const halfOf = (screens: Readonly<Record<string, string>>) =>
    Object.entries(screens).filter((_, at) => at % 2 === half);

  test(`every screen, ${half + 1} of 2`, async ({ workbenchWithRun, openWorkbench }, testInfo) => {
    test.slow();
    const page = await openWorkbench(workbenchWithRun);
    expect(await problemsOf(page, halfOf(SCREENS), testInfo)).toEqual([]);
  });

  test(`every kind of analysis, ${half + 1} of 2`, async ({
    workbenchWithAnalyses,
    openWorkbench,
  }, testInfo) => {
    test.slow();
    const page = await openWorkbench(workbenchWithAnalyses);
    expect(await problemsOf(page, halfOf(ANALYSIS_SCREENS), testInfo)).toEqual([]);
  });
}

/** Of a project that has nothing. */
const EMPTY_SCREENS = Object.fromEntries(
  ['pairs', 'texts', 'runs', 'runs/new', 'runs/compare', 'results', 'heads', 'analyses', 'figures'].map(
    (room) => [`empty-${room.replace('/', '-')}`, `#/projects/2/${room}`],
  ),
);

/** Of the store that has a run of Hebrew pairs and one of long ones. */
const LONG_TEXTS = {
  'long-set': '#/projects/1/pairs/2',
  'long-alignment': '#/projects/1/pairs/2/alignment?model=attn-only-2l',
  'long-rows': '#/projects/1/results/2?group=rows',
  'long-pair': '#/projects/1/results/2/pairs/4',
};
const HEBREW_TEXTS = {
  'hebrew-projects': '#/projects',
  'hebrew-sets': '#/projects/1/pairs',
  'hebrew-set': '#/projects/1/pairs/1',
  'hebrew-nothing-found': `#/projects/1/pairs/1?search=${encodeURIComponent('תפוחים')}`,
  'hebrew-alignment': '#/projects/1/pairs/1/alignment?model=char-he',
  'hebrew-new-run': '#/projects/1/runs/new?set=1&model=char-he',
  'hebrew-runs': '#/projects/1/runs',
  'hebrew-run': '#/projects/1/runs/1',
  'hebrew-compare-choose': '#/projects/1/runs/compare',
  'hebrew-compare': '#/projects/1/runs/compare?run=1&with=2',
  'hebrew-results': '#/projects/1/results/1',
  'hebrew-filtered': `#/projects/1/results/1?label=${encodeURIComponent('פועל [1]')}&search=${encodeURIComponent('הילד')}`,
  'hebrew-rows': '#/projects/1/results/1?group=rows',
  'hebrew-pair': '#/projects/1/results/1/pairs/1?layer=1&head=1&view=words',
  'hebrew-heads': '#/projects/1/heads/1',
  'hebrew-head': '#/projects/1/heads-of/char-he/1/1',
  'hebrew-new-negation': '#/projects/1/analyses/negation?form=new',
  'hebrew-predictions': `#/projects/1/models/char-he?show=predictions&text=${encodeURIComponent('הילד אכל.')}&at=3`,
};

/** Of the same store: through a model of 30 layers, and where pairs failed. */
const UNCOMMON_RUNS = {
  'failed-run': '#/projects/1/runs/5',
  'failed-results': '#/projects/1/results/5',
  'run-with-failure': '#/projects/1/runs/4',
  'deep-run': '#/projects/1/runs/3',
  'deep-results': '#/projects/1/results/3',
  'deep-heads': '#/projects/1/heads/3?layer=0&head=3',
  'deep-pair': '#/projects/1/results/3/pairs/6?layer=0&head=3',
  'deep-pair-all-heads': '#/projects/1/results/3/pairs/6?layer=20&head=3&show=all',
  'deep-blocks': '#/projects/1/models/deep-30?layer=20',
  'deep-probe': `#/projects/1/models/deep-30?show=probe&text=${SHORT}`,
  // Last: the statistics of nine groups of pairs take their time.
  'deep-groups': '#/projects/1/heads/3?beside=groups',
};
/** They say first why they stopped. */
const WITH_ALERT = new Set(['failed-run']);

test('every screen of a model of many layers, and of pairs that failed', async ({
  workbenchOfOtherTexts,
  openWorkbench,
}, testInfo) => {
  test.slow();
  const page = await openWorkbench(workbenchOfOtherTexts);
  expect(await problemsOf(page, Object.entries(UNCOMMON_RUNS), testInfo)).toEqual([]);
  // Of a run without any measured pair nothing is shown that it has not.
  await goTo(page, '#/projects/1/runs/5');
  await expect(page.getByRole('region', { name: 'Pairs that failed' })).toContainText(
    /2 pairs failed.*They are in no statistic\..*the model takes up to 256/s,
  );
  await expect(page.getByRole('region', { name: 'So far', exact: true })).toHaveCount(0);
  // However many layers there are, the first map of a pair is in sight, and so are the grids of nine labels.
  await page.setViewportSize(SMALL);
  await goTo(page, UNCOMMON_RUNS['deep-pair']);
  await expect(
    page
      .getByRole('region', { name: /^Difference / })
      .locator('svg')
      .last(),
  ).toBeInViewport({
    ratio: 0.9,
  });
  await page.setViewportSize(LARGE);
  await goTo(page, UNCOMMON_RUNS['deep-groups']);
  const grids = page.getByRole('region', { name: /^of [a-z]+ · n = 2$/ });
  await expect(grids).toHaveCount(9, { timeout: 60_000 });
  for (const grid of await grids.all()) await expect(grid).toBeInViewport();
});

/** Those whose forms are not among the screens above. */
const OTHER_FORMS = ANALYSES.map(([kind]) => kind).filter((kind) => kind !== 'ablation');

test('the form of every kind of analysis, in both themes', async ({
  workbenchWithAnalyses,
  openWorkbench,
}, testInfo) => {
  test.slow();
  const page = await openWorkbench(workbenchWithAnalyses);
  await page.setViewportSize(SMALL);
  const problems: string[] = [];
  for (const kind of [...OTHER_FORMS, 'catalogue']) {
    await goTo(page, `#/projects/1/analyses/${kind}?form=new`);
    const form = page.getByRole('form', { name: /^New / });
    await expect(form.getByRole('button', { name: 'Start' })).toBeVisible();
    await expect(form.getByText(/^(Checking|Fetching|Counting)/)).toHaveCount(0);
    const found = [...(await violationsInBothThemes(page, 'form')), ...(await whatDoesNotFit(page, 'form'))];
    problems.push(...found.map((problem) => `${kind}: ${problem}`));
    if (FOR_PEOPLE) await page.screenshot({ path: testInfo.outputPath(`new-${kind}-light-1280.png`) });
  }
  expect(problems).toEqual([]);
});

test('every screen of a project that has nothing, and of long pairs', async ({
  workbenchOfOtherTexts,
  openWorkbench,
}, testInfo) => {
  test.slow();
  const page = await openWorkbench(workbenchOfOtherTexts);
  await goTo(page, '#/projects');
  await page.getByRole('button', { name: 'New project' }).click();
  const dialog = page.getByRole('dialog', { name: 'New project' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Empty');
  await dialog.getByText('Nothing', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await expect(dialog).toBeHidden();
  const screens = Object.entries({ ...EMPTY_SCREENS, ...LONG_TEXTS });
  expect(await problemsOf(page, screens, testInfo)).toEqual([]);
});

test('every screen of Hebrew pairs, with Hebrew names', async ({
  workbenchOfOtherTexts,
  openWorkbench,
}, testInfo) => {
  test.slow();
  const page = await openWorkbench(workbenchOfOtherTexts);
  await goTo(page, '#/projects');
  await page.getByRole('button', { name: 'More about Default' }).click();
  await page.getByRole('menuitem', { name: 'Rename…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit project' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('מיזם (עברית) #1');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  // A full stop after Hebrew stands at its left end, whatever runs around it.
  await goTo(page, '#/projects/1/pairs/1');
  await expect(page.locator('aside dd bdi').filter({ hasText: 'אכילה' })).toBeVisible();
  expect(await problemsOf(page, Object.entries(HEBREW_TEXTS), testInfo)).toEqual([]);
});

/** Words in Latin letters within the Hebrew texts, and special tokens. */
const OF_HEBREW_TEXTS = ['Dana', 'bos', 'eos', 'unk', 'pad'];

/** What screens report, what axe finds in them, and what does not fit. */
async function problemsOf(
  page: Page,
  screens: readonly (readonly [name: string, address: string])[],
  testInfo: TestInfo,
): Promise<string[]> {
  const problems: string[] = [];
  let looked = '';
  page.on('pageerror', (error) => problems.push(`${looked}: ${error.message}`));
  page.on('console', (message) => {
    if (message.text().endsWith(LEFT_BEHIND)) return;
    if (message.type() === 'error' || message.type() === 'warning')
      problems.push(`${looked}: ${message.text()}`);
  });
  for (const [name, address] of screens) {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.setViewportSize(SMALL);
    await goTo(page, address);
    const opened = Object.entries(OPENED[name] ?? {});
    if (opened.length > 0) await isDrawn(page, name);
    for (const [state, open] of opened) {
      looked = `${name}, ${state}`;
      await open(page);
      for (const theme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
        problems.push(...(await broken(page, `${looked}, ${theme}`, WITHIN)));
        if (FOR_PEOPLE) await photograph(page, `${name}-${state}`, theme, SMALL, testInfo);
      }
      await closeOpened(page);
    }
    for (const theme of ['light', 'dark'] as const)
      for (const size of SIZES[theme]) {
        looked = `${name}, ${theme}, ${size.width}`;
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
        await page.setViewportSize(size);
        await isDrawn(page, name);
        problems.push(...(await broken(page, looked)));
        if (size === SIZES[theme][0] && theme === 'light')
          problems.push(...(await stayWithoutMenu(page)).map((words) => `${looked}: ${words}`));
        if (FOR_PEOPLE) await photograph(page, name, theme, size, testInfo);
      }
  }
  return problems;
}

/** Of each screen, charts that have no menu: a figure gets its own when the last of its numbers has come, within this time. */
async function stayWithoutMenu(page: Page, within = 10_000): Promise<string[]> {
  const until = Date.now() + within;
  let missing = await chartsWithoutMenu(page);
  while (missing.length > 0 && Date.now() < until) {
    await settled(page);
    missing = await chartsWithoutMenu(page);
  }
  return missing;
}

/** The rules that a page breaks, or what is within it, and what has no room there, in words. */
async function broken(page: Page, looked: string, within?: string): Promise<string[]> {
  const rules = (await violationsOn(page, within)).flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`),
  );
  const apart = await textsNotApart(page, OF_HEBREW_TEXTS);
  return [...rules, ...(await whatDoesNotFit(page, within)), ...apart].map(
    (problem) => `${looked}: ${problem}`,
  );
}

/** Returns when the screen has what it shows, and no error among it. */
async function isDrawn(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('main')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
  await expect(
    page.getByText(/^(Fetching|Gathering|Counting|Loading|Comparing|Computing|Running|Compiling)/),
  ).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready);
  for (const words of SAID[name] ?? []) await expect(page.getByRole('main')).toContainText(words);
  // Figures are drawn in the frames after their data came.
  await settled(page);
  await expect(page.getByRole('alert')).toHaveCount(WITH_ALERT.has(name) ? 1 : 0);
}

async function photograph(
  page: Page,
  name: string,
  theme: 'light' | 'dark',
  size: typeof SMALL,
  testInfo: TestInfo,
): Promise<void> {
  await page.screenshot({ path: testInfo.outputPath(`${name}-${theme}-${size.width}.png`) });
  if (theme === 'light' && size.width === SMALL.width && IN_README.has(name))
    await page.screenshot({ path: join(import.meta.dirname, '..', 'docs', 'images', `${name}.png`) });
}
