import { describe, expect, it } from 'vitest';
import { ABLATION_METHODS } from '../analyses/ablation/methods.ts';
import { ablationOfHeads } from '../analyses/ablation/of-heads.ts';
import { catalogueOfHeads } from '../analyses/catalogue/of-heads.ts';
import { MEASURES } from '../analyses/catalogue/scores.ts';
import { EFFECT_METHODS } from '../analyses/effects/methods.ts';
import { effectsOfHeads } from '../analyses/effects/of-heads.ts';
import { subjectWords } from '../analyses/head-figures/source.ts';
import { inductionOfHeads } from '../analyses/induction/of-heads.ts';
import { inductionResult, type Interval } from '../analyses/induction/result.example.ts';
import { namedTensor, scalar } from '../analyses/named-tensor.ts';
import type { HeadQuantity } from '../analyses/of-heads.ts';
import { PATCH_DIRECTIONS, PATCH_HOOKS, patchMaps } from '../analyses/patching/hooks.ts';
import { patchingOfHeads } from '../analyses/patching/of-heads.ts';
import { PATCH_STATISTICS, settingTensors } from '../analyses/patching/result.ts';
import { combinePaths, partOfPaths } from '../analyses/path-patching/combine.ts';
import { pathsOfHeads } from '../analyses/path-patching/of-heads.ts';
import { PATH_WAYS, pathsBetween, receiversOf, sendersOf } from '../analyses/path-patching/paths.ts';
import { DETECTORS } from '../analyses/patterns/detectors.ts';
import { calledAs } from '../analyses/patterns/of-heads.ts';
import { finish } from '../statistics/steps.ts';
import {
  callsOfHead,
  columnsOf,
  compareCalls,
  type HeadCatalogue,
  type HeadSource,
  rankOf,
  sourceInShort,
  sourceWords,
  STRONGEST_WORDS,
} from './catalogue.ts';
import { headsCsv } from './csv.ts';
import { headsHtml } from './html.ts';
import { fromPlainQuantity, toPlainQuantity } from './sent.ts';

const YES: Interval = [0.5, 0.4, 0.6];
const MORE: Interval = [0.9, 0.85, 0.95];
const OPEN: Interval = [0.1, 0.05, 0.15];
const NO: Interval = [0.05, 0.01, 0.09];

const source = (analysisId: number, parts: Partial<HeadSource> = {}): HeadSource => ({
  analysisId,
  kind: 'induction',
  title: 'Induction',
  runId: null,
  subject: '',
  items: 40,
  unit: 'sequences',
  ...parts,
});
const quantities = inductionOfHeads(
  inductionResult({
    differences: [
      [NO, OPEN],
      [YES, MORE],
    ],
  }),
);
const catalogue = (name: string, known = [{ source: source(3), quantities }]): HeadCatalogue => ({
  model: { name, layers: 2, heads: 2 },
  columns: columnsOf(known),
});
const tiny = catalogue('tiny');

describe('columns', () => {
  it('are named by kind and quantity, and by number where a kind has several analyses', () => {
    expect(tiny.columns.map(({ key }) => key)).toEqual([
      'induction_score',
      'induction_previous_token',
      'induction_duplicate_token',
    ]);
    const twice = columnsOf([
      { source: source(3), quantities: quantities.slice(0, 1) },
      { source: source(5, { kind: 'query-key' }), quantities: quantities.slice(0, 1) },
      { source: source(9, { runId: 2 }), quantities: quantities.slice(0, 1) },
    ]);
    expect(twice.map(({ key }) => key)).toEqual([
      'induction_3_score',
      'query_key_score',
      'induction_2_score',
    ]);
  });

  it('of one run are one source: each quantity is that of the newest that has it', () => {
    const ofRun = (analysisId: number) => source(analysisId, { kind: 'statistics', runId: 1 });
    const columns = columnsOf([
      { source: ofRun(9), quantities: quantities.slice(0, 1) },
      { source: ofRun(4), quantities: quantities.slice(0, 2) },
    ]);
    expect(columns.map(({ key, source: { analysisId } }) => [key, analysisId])).toEqual([
      ['statistics_score', 9],
      ['statistics_previous_token', 4],
    ]);
  });

  it('say where they come from', () => {
    expect(sourceWords(source(3))).toBe('Induction 3');
    expect(sourceWords(source(9, { title: 'Statistics', runId: 2, subject: 'negation' }))).toBe(
      'Statistics of run 2, negation',
    );
    expect(sourceInShort(source(3))).toBe('Induction 3');
    expect(sourceInShort(source(9, { runId: 2, subject: 'negation' }))).toBe('run 2 · negation');
    // Names in it are set apart already, each by itself.
    const subject = subjectWords({
      subject: { kind: 'pairs', set: { name: 'שלילה' }, controlSet: { name: 'ביקורת' } },
    });
    expect(sourceWords(source(9, { subject }))).toBe(
      'Induction 9, “\u2068שלילה\u2069” against “\u2068ביקורת\u2069”',
    );
  });
});

describe('a head', () => {
  it('is called what a quantity calls it, once for each analysis', () => {
    expect(callsOfHead(tiny, { layer: 1, head: 0 })).toMatchObject([
      { as: 'induction', outcome: 'called', value: '0.520 [0.420, 0.620]' },
    ]);
    expect(callsOfHead(tiny, { layer: 0, head: 1 })).toEqual([]);
    const twice = catalogue('twice', [
      { source: source(3), quantities },
      { source: source(4), quantities },
    ]);
    expect(callsOfHead(twice, { layer: 1, head: 0 })).toHaveLength(2);
  });

  it('has a rank by the difference from the control', () => {
    const [score] = quantities;
    if (score === undefined) throw new Error('nothing is known');
    const ranksIn = (of: HeadQuantity) =>
      [0, 1].flatMap((layer) => [0, 1].map((head) => rankOf(of, { layer, head })?.rank));
    expect(ranksIn(score)).toEqual([4, 3, 2, 1]);
    expect(ranksIn({ ...score, lowestFirst: true })).toEqual([1, 2, 3, 4]);
  });

  it('below 0 is counted from the most negative: the strongest of these is no last one', () => {
    const values = Float64Array.of(-3.1, -0.2, 0.4, 1.2);
    const effect: HeadQuantity = {
      name: 'effect',
      title: 'Effect',
      unit: '',
      question: 'matters',
      layers: 2,
      heads: 2,
      signed: true,
      n: 8,
      values,
      low: null,
      high: null,
    };
    expect(rankOf(effect, { layer: 0, head: 0 })).toMatchObject({ rank: 1, isFromBelow: true });
    expect(rankOf(effect, { layer: 0, head: 1 })).toMatchObject({ rank: 2, isFromBelow: true });
    expect(rankOf(effect, { layer: 1, head: 1 })).toMatchObject({ rank: 1, isFromBelow: false });
    // A score that is called above its control alone is ranked from the top.
    const called = { as: 'effect', rule: 'A rule.', outcomes: [] };
    expect(rankOf({ ...effect, called }, { layer: 0, head: 0 })).toMatchObject({
      rank: 4,
      isFromBelow: false,
    });
    const sent = toPlainQuantity({ ...effect, called: { ...called, bothWays: true, by: 'own' } });
    expect(rankOf(fromPlainQuantity(sent), { layer: 0, head: 0 })).toMatchObject({
      rank: 1,
      isFromBelow: true,
    });
    expect(sent.called?.by).toBe('own');
  });
});

it('two models are compared by what their heads are called', () => {
  const none = catalogue('none', []);
  expect(compareCalls([tiny, none])).toEqual([
    {
      as: 'induction',
      models: [
        {
          called: 2,
          share: 0.5,
          strongest: { layer: 1, head: 1, value: '0.920 [0.870, 0.970]' },
          depth: 1,
        },
        null,
      ],
    },
  ]);
});

describe('what heads are called', () => {
  /** Means of two heads of which nothing is known. */
  const means = (name: string, sizes: Readonly<Record<string, number>> = { layer: 1, head: 2 }) => {
    const count = Object.values(sizes).reduce((product, size) => product * size, 1);
    const of = (own: Readonly<Record<string, number>>, length: number) =>
      namedTensor(own, new Float64Array(length).fill(Number.NaN));
    return [
      [name, of(sizes, count)],
      [`${name}_interval`, of({ ...sizes, end: 2 }, 2 * count)],
      ...['n', 'p', 'q'].map((suffix) => [`${name}_${suffix}`, of(sizes, count)] as const),
    ] as const;
  };
  const kinds: Readonly<Record<string, () => readonly HeadQuantity[]>> = {
    induction: () => quantities,
    patching: () => {
      const maps = patchMaps(
        { layers: 1, heads: 2, keyValueHeads: 2 },
        { hooks: PATCH_HOOKS, directions: PATCH_DIRECTIONS, headPositions: false, together: [] },
      );
      const effect = { kind: 'pooled', position: 'last', pooling: 'mean', toward: 'original' } as const;
      return patchingOfHeads(
        new Map([
          ...maps.map(({ name, sizes }) => {
            const size = Object.values(sizes).reduce(
              (product, one) => product * one,
              PATCH_STATISTICS.length,
            );
            const all = { statistic: PATCH_STATISTICS.length, ...sizes };
            return [name, namedTensor(all, new Float64Array(size).fill(Number.NaN))] as const;
          }),
          ['margin', scalar(0.01)],
          ['comparison', scalar(-1)],
          ...settingTensors({ ...effect, least: 0 }, 'leave'),
          ['counts', namedTensor({ count: 16 }, new Int32Array(16))],
        ]),
      );
    },
    ablation: () =>
      ablationOfHeads(
        new Map([
          ...ABLATION_METHODS.flatMap((method) => means(`ablation.${method}`)),
          ['ablation.margin', scalar(0.01)],
          ['ablation.clean_loss_by_text', namedTensor({ text: 0 }, new Float64Array())],
        ]),
      ),
    effects: () =>
      effectsOfHeads(
        new Map([
          ...EFFECT_METHODS.flatMap((method) => means(`effects.${method}`)),
          ['effects.margin', scalar(0.01)],
        ]),
      ),
    'path-patching': () => {
      const shape = { layers: 2, heads: 2, hasMlps: true, hasDirect: true };
      const to = receiversOf(['L1H1', 'L1H0', 'output'], shape, false);
      const paths = pathsBetween(sendersOf(['L0H0'], shape), to, PATH_WAYS, { from: true, to: true });
      const parts = [{ position: 0, part: partOfPaths(null, paths, shape) }];
      const of = { parts, paths, shape, cluster: null, asArrays: false };
      return pathsOfHeads(finish(combinePaths(of, { seed: 0, margin: 0.01 })));
    },
    catalogue: () =>
      catalogueOfHeads(
        new Map([
          ...MEASURES.flatMap((name) =>
            ['', '_control', '_difference'].flatMap((of) => means(`catalogue.${name}${of}`)),
          ),
          ...['attention', 'effect', 'logit_difference'].map((name) => [name, scalar(0.1)] as const),
        ]),
      ),
  };

  it('each name is of one column: comparing two models never holds one kind against another', () => {
    const known = Object.entries(kinds).map(([kind, ofHeads], at) => ({
      source: source(at, { kind }),
      quantities: ofHeads(),
    }));
    const names = [
      ...columnsOf(known).flatMap(({ quantity: { called } }) => called?.as ?? []),
      ...DETECTORS.map(calledAs),
      ...['negation cue', 'responds', 'norms disagree', 'direct effect'],
    ];
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    expect(names).toEqual(
      expect.arrayContaining([
        'patching effect',
        'patching effect, noising',
        'patching effect, queries',
        'changes the loss, zero',
        'matters, zero',
      ]),
    );
  });
});

describe('files', () => {
  it('CSV: a row for each head of every model, undefined cells empty', () => {
    const lines = headsCsv([tiny, catalogue('none', [])]).split('\n');
    expect(lines[0]).toBe(
      [
        'model,layer,head,called',
        'induction_score,induction_score_low,induction_score_high',
        'induction_score_control,induction_score_control_low,induction_score_control_high',
        'induction_score_difference,induction_score_difference_low,induction_score_difference_high',
        'induction_score_q,induction_score_outcome',
        'induction_previous_token,induction_previous_token_low,induction_previous_token_high',
        'induction_duplicate_token,induction_duplicate_token_low,induction_duplicate_token_high',
      ].join(),
    );
    expect(lines[4]).toBe(
      'tiny,1,1,induction,0.92,0.87,0.97,0.02,0.01,0.04,0.9,0.85,0.95,0.004,called,0.25,0.125,0.5,0.0625,,',
    );
    expect(lines[5]).toBe(`none,0,0,${','.repeat(17)}`);
    expect(lines).toHaveLength(1 + 4 + 4 + 1);
  });

  it('HTML: one page that asks for nothing, with what strangers named escaped', () => {
    const page = headsHtml([catalogue('<b>&'), tiny], { pairlens: '0.1.0' });
    expect(page).toContain('Heads of &lt;b&gt;&amp; and tiny');
    expect(page).not.toMatch(/<b>|src=|href=|https?:/);
    expect(page.match(/<tr>/g)?.length).toBeGreaterThan(8);
    expect(page).toContain(
      '<span class="chip called" title="induction: 0.920 [0.870, 0.970]. Induction 3">induction 0.920 [0.870, 0.970]</span>',
    );
    expect(page).toContain('What heads are called');
    expect(page).toContain(STRONGEST_WORDS);
  });

  it('HTML: a name of several runs stands once, and says what the head responds to', () => {
    const inRun = (runId: number, subject: string) => ({
      source: source(10 + runId, { kind: 'statistics', title: 'Statistics', runId, subject }),
      quantities: quantities.slice(0, 1),
    });
    const chipsIn = (known: Parameters<typeof catalogue>[1]) =>
      headsHtml([catalogue('runs', known)], { pairlens: '0.1.0' }).match(/(?<=">)[^<>]+(?=<\/span>)/g);
    expect(chipsIn([inRun(1, 'negation'), inRun(2, 'negation')])).toEqual([
      'induction to negation, in 2 runs',
      'induction to negation, in 2 runs',
    ]);
    expect(chipsIn([inRun(1, 'negation'), inRun(2, 'tense')])).toContain(
      'induction to tense 0.920 [0.870, 0.970]',
    );
  });
});

it('what is sent is what was known', () => {
  for (const quantity of quantities) {
    const sent = toPlainQuantity(quantity);
    const back = fromPlainQuantity(JSON.parse(JSON.stringify(sent)) as typeof sent);
    expect(toPlainQuantity(back)).toEqual(sent);
    expect(back.values).toEqual(quantity.values);
    expect(back.high).toEqual(quantity.high);
  }
});
