/**
 * The screens of every-screen.spec.ts with other data: nothing, long texts and names, Hebrew alone, many layers, pairs that failed. What is
 * looked for: screens.ts.
 */
import { FOR_PEOPLE } from './pictures.ts';
import { LARGE, problemsOf, type Screens, SMALL } from './screens.ts';
import { ANALYSES, expect, goTo, test } from './workbench.ts';
import { newProject, newSet } from './new-set.ts';

test.describe.configure({ mode: 'parallel' });

const SHORT = encodeURIComponent('The movie was not good.');

/** Of the store that has a run of Hebrew pairs and one of long ones. */
const LONG_TEXTS = {
  'long-set': '#/projects/1/pairs/2',
  'long-alignment': '#/projects/1/pairs/2/alignment?model=attn-only-2l',
  'long-rows': '#/projects/1/results/2?group=rows',
  'long-pair': '#/projects/1/results/2/pairs/4',
  // Of 512 tokens.
  'longest-set': '#/projects/1/pairs/6',
  'longest-alignment': '#/projects/1/pairs/6/alignment?model=all-MiniLM-L6-v2',
  'longest-pair': '#/projects/1/results/6/pairs/28?layer=1&head=1',
  'longest-pair-arcs': '#/projects/1/results/6/pairs/28?layer=1&head=1&lines=arcs',
  'longest-pair-text': '#/projects/1/results/6/pairs/28?layer=1&head=1&token=c9',
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
  'failed-some-run': '#/projects/1/runs/4',
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
  const problems = await problemsOf(page, UNCOMMON_RUNS, testInfo, { withAlert: WITH_ALERT });
  expect(problems).toEqual([]);
  // Of a run without any measured pair nothing is shown that it has not.
  await goTo(page, '#/projects/1/runs/5');
  await expect(page.getByRole('region', { name: 'Pairs that failed' })).toContainText(
    /2 pairs failed.*the model takes up to 256/s,
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
  for (const grid of await grids.all()) await expect(grid).toBeInViewport({ ratio: 1 });
  // In a small window the last row of three is in sight as far as the first half of its layers.
  await page.setViewportSize(SMALL);
  for (const grid of await grids.all()) await expect(grid).toBeInViewport({ ratio: 0.5 });
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
  expect(await problemsOf(page, HEBREW_TEXTS, testInfo)).toEqual([]);
});

/** A project of other-names.child.ts, and what is in it. */
interface Named {
  readonly data: 'hebrew' | 'long';
  readonly projectId: number;
  /** One of short pairs, one of long ones; and their runs. */
  readonly sets: readonly [number, number];
  readonly runs: readonly [number, number];
  readonly pairs: readonly [number, number];
  readonly textSetId: number;
  /** As the page's address has it. */
  readonly model: string;
  readonly text: string;
  readonly kinds: readonly string[];
  /** The first of the analyses, in the order of the kinds. */
  readonly analysisId: number;
}
/** In the order in which they are made. */
const KINDS = [
  ...['negation', 'patterns', 'norms', 'query-key', 'ablation', 'path-patching', 'patching', 'attribution'],
  ...['lens', 'neurons', 'bigrams', 'induction'],
];
const HEBREW: Named = {
  data: 'hebrew',
  projectId: 2,
  sets: [1, 2],
  runs: [1, 2],
  pairs: [1, 5],
  textSetId: 1,
  model: encodeURIComponent('דגם-תווים [עברית] #2'),
  text: encodeURIComponent('הילד (Dana) לא אכל את התפוח.'),
  kinds: [...KINDS, 'effects'],
  analysisId: 3,
};
const LONG: Named = {
  data: 'long',
  projectId: 3,
  sets: [3, 4],
  runs: [3, 4],
  pairs: [7, 47],
  textSetId: 2,
  model: 'a-model-of-everything-that-was-ever-asked-about-negation-in-every-order-second-try',
  text: encodeURIComponent('when they came to the house they sat down and told one another '.repeat(8)),
  kinds: [...KINDS, 'catalogue', 'effects'],
  analysisId: 18,
};

/** Of kinds of analyses, those of which ordinary tests see the page: each draws something else. */
const namedRooms = ({ data, projectId, sets, runs, textSetId, model, text }: Named): Screens => {
  const project = `#/projects/${projectId}`;
  return {
    [`${data}-named-projects`]: '#/projects',
    [`${data}-named-sets`]: `${project}/pairs`,
    [`${data}-named-set`]: `${project}/pairs/${sets[0]}`,
    [`${data}-set-of-long`]: `${project}/pairs/${sets[1]}`,
    [`${data}-alignment-of-long`]: `${project}/pairs/${sets[1]}/alignment?model=${model}`,
    [`${data}-text-sets`]: `${project}/texts`,
    [`${data}-text-set`]: `${project}/texts/${textSetId}`,
    [`${data}-named-new-run`]: `${project}/runs/new?set=${sets[0]}&model=${model}`,
    [`${data}-named-runs`]: `${project}/runs`,
    [`${data}-named-run`]: `${project}/runs/${runs[0]}`,
    [`${data}-named-results`]: `${project}/results/${runs[0]}?histograms=yes`,
    [`${data}-results-by-head`]: `${project}/results/${runs[0]}?group=heads`,
    [`${data}-rows-of-long`]: `${project}/results/${runs[1]}?group=rows`,
    [`${data}-named-heads`]: `${project}/heads/${runs[0]}?layer=1&head=1`,
    [`${data}-heads-by-label`]: `${project}/heads/${runs[0]}?beside=groups`,
    [`${data}-named-compare`]: `${project}/runs/compare?run=${runs[0]}&with=${runs[1]}&layer=1&head=1`,
    [`${data}-analyses`]: `${project}/analyses`,
    [`${data}-circuits`]: `${project}/circuits`,
    [`${data}-composer`]: `${project}/figures`,
    [`${data}-models`]: `${project}/models`,
    [`${data}-model-blocks`]: `${project}/models/${model}?layer=1`,
    [`${data}-model-probe`]: `${project}/models/${model}?show=probe&text=${text}`,
    [`${data}-model-predictions`]: `${project}/models/${model}?show=predictions&text=${text}&at=5`,
    [`${data}-model-files`]: `${project}/models/${model}?show=files`,
    [`${data}-heads-of`]: `${project}/heads-of/${model}`,
    [`${data}-named-head`]: `${project}/heads-of/${model}/1/1`,
  };
};

const namedPairs = ({ data, projectId, runs, pairs }: Named): Screens => {
  const [short, long] = runs.map(
    (run, at) => `#/projects/${projectId}/results/${run}/pairs/${pairs[at] ?? 0}?layer=1&head=1`,
  ) as [string, string];
  return {
    [`${data}-pair-maps`]: short,
    [`${data}-pair-text`]: `${short}&token=c3`,
    [`${data}-pair-arcs`]: `${short}&lines=arcs&hide=specials`,
    [`${data}-pair-words`]: `${short}&view=words&lines=lines`,
    [`${data}-pair-all-heads`]: `${short}&show=all`,
    [`${data}-pair-layer`]: `${short}&over=layer`,
    [`${data}-pair-beside`]: `${short}&beside=${runs[0]}.${pairs[0] + 1}.0.1`,
    [`${data}-pair-restores`]: `${short}&restores=denoising`,
    [`${data}-pair-of-long`]: long,
    [`${data}-pair-of-long-text`]: `${long}&token=o9`,
    [`${data}-pair-of-long-arcs`]: `${long}&lines=arcs`,
    [`${data}-pair-of-long-words`]: `${long}&view=words`,
    [`${data}-pair-of-long-all-heads`]: `${long}&show=all`,
  };
};

const namedAnalyses = ({ data, projectId, kinds, analysisId }: Named): Screens =>
  Object.fromEntries(
    kinds.map((kind, at) => [
      `${data}-${kind}`,
      `#/projects/${projectId}/analyses/${kind}/${analysisId + at}`,
    ]),
  );

/** Both projects have the same screens: of them ordinary tests see each with the one or the other, and people all. */
const seenOf = (screens: Screens, { data }: Named): Screens =>
  FOR_PEOPLE
    ? screens
    : Object.fromEntries(Object.entries(screens).filter((_, at) => (at % 2 === 0) === (data === 'hebrew')));

for (const named of [HEBREW, LONG])
  for (const [what, screens] of Object.entries({
    rooms: namedRooms(named),
    pairs: namedPairs(named),
    analyses: namedAnalyses(named),
  }))
    test(`${named.data} names and texts: ${what}`, async ({
      workbenchOfOtherNames,
      openWorkbench,
    }, testInfo) => {
      test.slow();
      const page = await openWorkbench(workbenchOfOtherNames);
      expect(await problemsOf(page, seenOf(screens, named), testInfo, { looks: 'in turn' })).toEqual([]);
    });

const ROOMS = [
  ...[
    'pairs',
    'texts',
    'runs',
    'runs/new',
    'runs/compare',
    'results',
    'heads',
    'analyses',
    'circuits',
    'figures',
  ],
  'models',
];

/** Of a project that has nothing but a set without pairs. */
const nothing = (project: string): Screens => ({
  'empty-projects': '#/projects',
  ...Object.fromEntries(ROOMS.map((room) => [`empty-${room.replace('/', '-')}`, `${project}/${room}`])),
  ...Object.fromEntries(
    ['induction', 'catalogue', 'effects', ...ANALYSES.map(([kind]) => kind)].map((kind) => [
      `empty-${kind}`,
      `${project}/analyses/${kind}`,
    ]),
  ),
  ...Object.fromEntries(
    ['patching', 'patterns', 'induction', 'catalogue', 'effects'].map((kind) => [
      `empty-new-${kind}`,
      `${project}/analyses/${kind}?form=new`,
    ]),
  ),
  'empty-heads-of': `${project}/heads-of/attn-only-2l`,
  'empty-head': `${project}/heads-of/attn-only-2l/1/2`,
  'empty-induction-circuit': `${project}/circuits/induction?model=attn-only-2l`,
  'empty-probe': `${project}/models/attn-only-2l?show=probe`,
  'empty-predictions': `${project}/models/attn-only-2l?show=predictions`,
  'empty-set': `${project}/pairs/1`,
  'empty-set-alignment': `${project}/pairs/1/alignment?model=attn-only-2l`,
  'empty-set-new-run': `${project}/runs/new?set=1&model=attn-only-2l`,
});

test('a workspace that has nothing', async ({ emptyWorkbench, openWorkbench }, testInfo) => {
  test.slow();
  const page = await openWorkbench(emptyWorkbench);
  expect(await problemsOf(page, { 'empty-start': '#/projects' }, testInfo, { looks: 'in turn' })).toEqual([]);
  await newProject(page, 'Empty');
  await newSet(page, 'Nothing yet');
  const [project = ''] = /#\/projects\/\d+/.exec(page.url()) ?? [];
  expect(await problemsOf(page, nothing(project), testInfo, { looks: 'in turn' })).toEqual([]);
});

test('every screen of long pairs', async ({ workbenchOfOtherTexts, openWorkbench }, testInfo) => {
  test.slow();
  const page = await openWorkbench(workbenchOfOtherTexts);
  expect(await problemsOf(page, LONG_TEXTS, testInfo)).toEqual([]);
});
