/**
 * Every figure of every screen that has one: what its menu saves is what is shown, shape by shape and word by word (shown-and-saved.ts),
 * and so are the numbers of it.
 */
import type { Page } from '@playwright/test';
import { ANALYSIS_SCREENS, SCREENS } from './ordinary-screens.ts';
import { differencesOn, MENU } from './shown-and-saved.ts';
import { expect, goTo, settled, test } from './workbench.ts';

test.describe.configure({ mode: 'parallel' });

/** Those with figures, by their names. */
const WITH_FIGURES = /^short-(run$|results-brushed|pair-view|heads|induction|model-pr)/;
const OF_RUN = Object.fromEntries(Object.entries(SCREENS).filter(([name]) => WITH_FIGURES.test(name)));
/** The catalogue is a table without figures: its CSV is read in head-page.spec.ts. */
const OF_ANALYSES = {
  ...Object.fromEntries(
    Object.entries(ANALYSIS_SCREENS).filter(
      ([name]) => !/^short-(new-|docs-|catalogue|compare-choose)/.test(name),
    ),
  ),
  'query-key-class': '#/projects/1/analyses/query-key/4?layer=1&head=3&colour=class',
};

/** Pairs whose maps are an overview and a window into it, and the heads of nine groups of pairs. */
const OF_OTHER_TEXTS = {
  'long-pair': '#/projects/1/results/2/pairs/4',
  'longest-pair': '#/projects/1/results/6/pairs/28?layer=1&head=1',
  groups: '#/projects/1/heads/3?beside=groups',
};

/** What is not compared cannot fail. */
test('there are such screens', () => {
  expect(Object.keys(OF_RUN).length).toBeGreaterThan(15);
  expect(Object.keys(OF_ANALYSES).length).toBeGreaterThan(15);
});

/** Figures that the model is run for when they are looked at. */
const LATE: Readonly<Record<string, string>> = { 'short-pair-view-restores': 'Heads by what they restore' };

// Halves, as every-screen.spec.ts has them: workers share them.
for (const half of [0, 1]) {
  const halfOf = (screens: Readonly<Record<string, string>>) =>
    Object.entries(screens).filter((_, at) => at % 2 === half);

  test(`the figures of a run are saved as they are shown, ${half + 1} of 2`, async ({
    workbenchWithRun,
    openWorkbench,
  }) => {
    test.slow();
    const page = await openWorkbench(workbenchWithRun);
    expect(await differencesOf(page, halfOf(OF_RUN))).toEqual([]);
  });

  test(`the figures of analyses are saved as they are shown, ${half + 1} of 2`, async ({
    workbenchWithAnalyses,
    openWorkbench,
  }) => {
    test.slow();
    const page = await openWorkbench(workbenchWithAnalyses);
    expect(await differencesOf(page, halfOf(OF_ANALYSES))).toEqual([]);
  });
}

test('the figures of long pairs, and of groups beside each other, are saved as they are shown', async ({
  workbenchOfOtherTexts,
  openWorkbench,
}) => {
  test.slow();
  const page = await openWorkbench(workbenchOfOtherTexts);
  expect(await differencesOf(page, Object.entries(OF_OTHER_TEXTS))).toEqual([]);
});

async function differencesOf(
  page: Page,
  screens: readonly (readonly [name: string, address: string])[],
): Promise<string[]> {
  const found: string[] = [];
  for (const [name, address] of screens) {
    await goTo(page, address);
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
    await expect(
      page.getByText(/^(Fetching|Gathering|Counting|Loading|Comparing|Computing|Running|Compiling)/),
    ).toHaveCount(0);
    const late = LATE[name];
    if (late !== undefined)
      await expect(page.getByRole('button', { name: `Save or copy: ${late}`, exact: true })).toBeVisible();
    // Some are computed a while after the rest is there.
    await expect(page.locator('main, aside').locator(MENU).first(), name).toBeVisible({ timeout: 60_000 });
    // Figures are drawn in the frames after their data came.
    await settled(page);
    found.push(...(await differencesOn(page, name)));
  }
  return found;
}
