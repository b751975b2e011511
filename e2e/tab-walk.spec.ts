/** Somebody without a mouse walks through each screen with Tab: what is looked for is in tab-walk.ts. */
import type { Page } from '@playwright/test';
import { ANALYSIS_SCREENS, SCREENS } from './ordinary-screens.ts';
import { isDrawn, type Screens, SMALL } from './screens.ts';
import { problemsOfTabWalk } from './tab-walk.ts';
import { expect, goTo, test } from './workbench.ts';

test.describe.configure({ mode: 'parallel' });

async function problemsOnWalks(page: Page, screens: Screens): Promise<string[]> {
  await page.setViewportSize(SMALL);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const problems: string[] = [];
  for (const [name, address] of Object.entries(screens)) {
    await goTo(page, address);
    await isDrawn(page);
    problems.push(...(await problemsOfTabWalk(page)).map((problem) => `${name}: ${problem}`));
  }
  return problems;
}

test('Tab walks through every screen of a run', async ({ workbenchWithRun, openWorkbench }) => {
  test.slow();
  const page = await openWorkbench(workbenchWithRun);
  expect(await problemsOnWalks(page, SCREENS)).toEqual([]);
});

test('Tab walks through every kind of analysis', async ({ workbenchWithAnalyses, openWorkbench }) => {
  test.slow();
  const page = await openWorkbench(workbenchWithAnalyses);
  expect(await problemsOnWalks(page, ANALYSIS_SCREENS)).toEqual([]);
});
