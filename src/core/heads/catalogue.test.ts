import { describe, expect, it } from 'vitest';
import { inductionOfHeads } from '../analyses/induction/of-heads.ts';
import { inductionResult, type Interval } from '../analyses/induction/result.example.ts';
import {
  callsOfHead,
  columnsOf,
  compareCalls,
  type HeadCatalogue,
  type HeadSource,
  rankOf,
  sourceWords,
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
    const ranks = [0, 1].flatMap((layer) => [0, 1].map((head) => rankOf(score, { layer, head })));
    expect(ranks).toEqual([4, 3, 2, 1]);
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
      '<span class="chip called" title="Induction 3">induction 0.920 [0.870, 0.970]</span>',
    );
    expect(page).toContain('What heads are called');
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
