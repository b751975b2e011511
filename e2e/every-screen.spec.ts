/**
 * Each screen, light and small, then dark and large, of ordinary sentences; of others in every-screen-other-data.spec.ts. What is
 * looked for: screens.ts. With PAIRLENS_SCREENSHOTS=1 each theme is seen in both sizes and photographed, and the pictures of
 * the README go to docs/images.
 */
import { violationsInBothThemes } from './accessibility.ts';
import { whatDoesNotFit } from './fits.ts';
import { ANALYSIS_SCREENS, SCREENS } from './ordinary-screens.ts';
import { FOR_PEOPLE, picturePath } from './pictures.ts';
import { problemsOf, type Screens, SMALL } from './screens.ts';
import { ANALYSES, expect, goTo, test } from './workbench.ts';

/** What some of them say besides: which tokens are hidden, and what a map is the mean of. */
const SAID: Readonly<Record<string, readonly string[]>> = {
  'short-pair-view-arcs': ['Hidden: “[CLS]”, “[SEP]”.', 'What a token gives itself has no arc.'],
  'short-pair-view-layer': ['Hidden: ', 'Mean over the 12 heads of layer 5'],
};

// The longest of all specs.
test.describe.configure({ mode: 'parallel' });

// Two halves of each, so that no worker has the longest of all specs to itself when the others are done.
for (const half of [0, 1]) {
  const halfOf = (screens: Screens): Screens =>
    Object.fromEntries(Object.entries(screens).filter((_, at) => at % 2 === half));

  test(`every screen, ${half + 1} of 2`, async ({ workbenchWithRun, openWorkbench }, testInfo) => {
    test.slow();
    const page = await openWorkbench(workbenchWithRun);
    expect(await problemsOf(page, halfOf(SCREENS), testInfo, { said: SAID })).toEqual([]);
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
    if (FOR_PEOPLE) await page.screenshot({ path: picturePath(testInfo, `short-new-${kind}-light-1280`) });
  }
  expect(problems).toEqual([]);
});
