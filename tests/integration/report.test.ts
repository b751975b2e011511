/** A report says what the store has: its numbers are read back from the page. */
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { comparisonChoice } from '../../src/core/analyses/statistics/comparison-choice.ts';
import { METRICS } from '../../src/core/metrics/catalogue.ts';
import { flagsOf } from '../../src/main/cli/schema-flags.ts';
import { flagWords } from '../../src/shared/run-command.ts';
import type { Run } from '../../src/shared/entities.ts';
import { addSet, GOLDEN_PAIRS, openWorkspace, planRun, runPairs, type Workspace } from './workspaces.ts';

const METRIC = 'attention_js_divergence';

let workspace: Workspace;
let controlled: Run;
let alone: Run;
let page: string;

beforeAll(async () => {
  workspace = await openWorkspace();
  const { engine } = workspace;
  const setId = await addSet(engine, 'שלילה <b>', GOLDEN_PAIRS);
  const controlSetId = await addSet(engine, 'control', GOLDEN_PAIRS.slice(2, 4));
  controlled = await runPairs(engine, {
    setId,
    controlSetId,
    options: { comparison: comparisonChoice.parse({ comparison: 'unadjusted', permutations: 999 }) },
  });
  alone = await runPairs(engine, { setId });
  page = await reportOf(controlled);
});
afterAll(() => workspace.dispose());

async function reportOf({ id }: Run): Promise<string> {
  return Buffer.from(await workspace.engine.reports.write({ runId: id, metric: METRIC })).toString();
}

const escaped = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The numbers that a piece of the page carries. */
const numbersIn = (html: string): number[] =>
  Array.from(html.matchAll(/<data value="([^"]*)">/g), ([, value]) => Number(value));

/** The row of a table that begins with this. */
function rowWith(html: string, beginning: string): string {
  const from = html.indexOf(beginning);
  return html.slice(from, html.indexOf('</tr>', from));
}

describe('a report', () => {
  test('has the statistics of every head to the last bit', async () => {
    const rows = await workspace.engine.aggregates.rows({ runId: controlled.id, group: '' });
    const own = rows.filter(({ metric }) => metric === METRIC);
    expect(own).toHaveLength(8);
    for (const { layer, head, n, mean, control_mean, difference, q } of own)
      expect(numbersIn(rowWith(page, `id="${METRIC}-L${layer}H${head}"`))).toEqual(
        [n, mean, control_mean, difference, q].filter((value) => value !== null),
      );
  });

  test('counts heads below what is resolved by themselves, not among those without a response', () => {
    const from = page.indexOf('<b>Every metric.</b>');
    const table = page.slice(from, page.indexOf('</table>', from));
    const heads = Array.from(table.matchAll(/<th[^>]*>\s*([^<]+?)\s*</g), ([, head]) => head);
    // The first has no words of its own.
    expect(heads.slice(1, 9)).toEqual([
      ...['metric', 'more', 'less', 'no response', 'not resolved', 'undecided', 'not tested', 'head'],
    ]);
  });

  test('has the balance of set and control, the counts of pairs and labels', () => {
    const design = workspace.engine.aggregates.design({ runId: controlled.id, group: '' });
    const length = design.balance.find(({ covariate }) => covariate === 'length') ?? expect.unreachable();
    expect(numbersIn(rowWith(page, '<th scope="row" class="text">length'))).toEqual(
      [length.before.set, length.before.control, length.before.standardisedDifference].filter(
        (value) => value !== null,
      ),
    );
    const labels = GOLDEN_PAIRS.filter(({ label }) => label === 'even').length;
    expect(numbersIn(rowWith(page, '<bdi>even</bdi>'))).toEqual([labels, 0]);
    expect(page).toContain(controlled.provenance.setHash);
    expect(page).toContain(controlled.provenance.weightsHash);
  });

  /** A section, as the words of a page: from its heading to the next. */
  function wordsOf(html: string, id: string): string {
    const from = html.indexOf(`<section aria-labelledby="${id}">`);
    const section = html.slice(from, html.indexOf('</section>', from));
    return section
      .replaceAll(/<[^>]*>/g, '')
      .replaceAll(/\s+/g, ' ')
      .trim();
  }

  test('begins with the question, of these heads, this set and this control', async () => {
    expect(wordsOf(page, 'question')).toBe(
      'Question Which of the 8 attention heads of bert behave differently when each original of שלילה &lt;b&gt; is ' +
        'replaced by its counterfactual, more than on the changes of control, which should not matter?',
    );
    expect(wordsOf(await reportOf(alone), 'question')).toMatch(/counterfactual\? Nothing was measured to/);
  });

  test('has its methods: intervals, tests, the seed, and what each metric of the run is', async () => {
    const methods = wordsOf(page, 'methods');
    expect(methods).toContain('Their tokens were aligned (auto)');
    expect(methods).toMatch(/Control all pairs of control, not adjusted/);
    expect(methods).toMatch(/Intervals 95 %; \w/);
    expect(methods).toMatch(
      /Tests permutation, all arrangements where there are at most 999, else so many drawn at random.*; called where q ≤ 0\.05, the false discovery rate over all heads/,
    );
    expect(methods).toContain(`Seed ${controlled.provenance.seed}`);
    const text = (words: string) => escaped(words).replaceAll(/\s+/g, ' ');
    const explained = controlled.metrics.filter((name) => METRICS[name].form !== 'excluded');
    expect(explained.length).toBeGreaterThan(15);
    for (const name of explained) {
      const { definition, undefinedWhen } = METRICS[name];
      expect(methods, name).toContain(text(definition));
      expect(methods, name).toContain(text(undefinedWhen));
    }
    const without = wordsOf(await reportOf(alone), 'methods');
    expect(without).toContain('Control none: the numbers stand alone');
    expect(without).toContain('Tests none against a control');
  });

  test('has the finding in words, and texts of the data as texts', async () => {
    const { set } = controlled;
    expect(page).toContain(`<bdi>${set.name.replace('<b>', '&lt;b&gt;')}</bdi>`);
    expect(page).not.toContain(set.name);
    expect(page).toContain('Not adjusted for the shape of the changes.');
  });

  test('needs nothing beside it, and every id and reference in it is its own', () => {
    expect(page).not.toMatch(/<script|<link|<img|@import|\son\w+=/i);
    const addresses = page.match(/https?:\/\/[^"\s<]*/g) ?? [];
    expect(new Set(addresses)).toEqual(
      new Set(['http://www.w3.org/2000/svg', 'http://www.w3.org/1999/xlink']),
    );
    const ids = Array.from(page.matchAll(/\sid="([^"]*)"/g), ([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of page.matchAll(/(?:href="|url\()#([^")]*)/g)) expect(ids).toContain(id);
  });

  test('is the same whenever it is written', async () => {
    expect(await reportOf(controlled)).toBe(page);
  });

  test('says so where there is no control', async () => {
    const without = await reportOf(alone);
    expect(without).toContain('No control: these numbers are compared with nothing');
    expect(without).toContain('No control: nothing can be said of whether set and control are alike');
    expect(without).not.toContain('>difference</th>');
  });

  test('gives commands that the command line reads', () => {
    const { comparison } = controlled.provenance;
    const known = flagsOf(comparisonChoice).map(({ flag }) => flag);
    const words = flagWords(comparison).filter((word) => word.startsWith('--'));
    expect(words.toSorted()).toEqual(known.toSorted());
    expect(page).toContain('--comparison unadjusted --permutations 999');
    expect(page).toContain("--pairs 'שלילה &lt;b&gt;' --control control");
  });
});

test('figures are those that are exported by themselves', async () => {
  const spec = { kind: 'head-grid', runId: controlled.id, group: '', metric: METRIC } as const;
  const { svg } = await workspace.engine.exports.figureParts(spec);
  const file = await workspace.engine.exports.figureFile({ spec, format: 'svg', theme: 'light' });
  const paths = (text: string) => text.match(/<(?:path|rect)[^>]*>/g) ?? [];
  expect(paths(Buffer.from(file).toString()).slice(1)).toEqual(paths(svg));
  const csv = await workspace.engine.exports.figureFile({ spec, format: 'csv', theme: 'light' });
  expect(parse(Buffer.from(csv).toString())).toHaveLength(9);
});

test('a run that has measured nothing, and a metric that it did not measure, are refused', async () => {
  const { engine } = workspace;
  const planned = await planRun(engine, { setId: controlled.set.id });
  await expect(engine.reports.write({ runId: planned.id, metric: METRIC })).rejects.toMatchObject({
    code: 'CONFLICT',
  });
});

test('of pairs with neutrals: what is measured of the original alone is the same by construction', async () => {
  const { engine } = workspace;
  const pairs = Array.from({ length: 6 }, (_, at) => ({
    original_ids: [14, 27, 30 + at, 31, 36],
    counterfactual_ids: [14, 27, 50 + at, 31, 36],
    neutral_ids: [14, 27, 60 + at, 31, 36],
  }));
  const run = await runPairs(engine, { setId: await addSet(engine, 'with neutrals', pairs) });
  const html = await reportOf(run);
  const row = rowWith(html.slice(html.indexOf('Every metric.')), 'Mass on sinks, original');
  expect(row).toContain('the same by construction');
  expect(row).not.toContain('L0 H0');
});
