import { expect, test } from 'vitest';
import { ANALYSES } from './analyses.ts';
import type { AnalysisDefinition } from '../analyses/analysis.ts';
import { whyWhole } from '../analyses/in-shards.ts';

const kinds = Object.values<AnalysisDefinition>(ANALYSES);

test('texts, pairs and what is drawn like them are divided; weights, heads and runs are not', () => {
  const whole = kinds.filter((definition) => whyWhole(definition, false) !== null);
  expect(whole.map(({ kind }) => kind).toSorted()).toEqual([
    'bigrams',
    'composition',
    'effects',
    'qk-ov',
    'query-key',
    'statistics',
  ]);
});

test.each([
  ['qk-ov', false, 'QK and OV circuits is computed whole: its items are heads, not texts or pairs'],
  ['effects', false, 'an analysis of a run is computed whole: divide the run'],
  ['path-patching', true, 'an analysis of a run is computed whole: divide the run'],
  ['path-patching', false, null],
])('%s, of a run: %s', (kind, isOfRun, why) => {
  const definition = kinds.find((one) => one.kind === kind);
  if (definition === undefined) throw new Error(`no kind ${kind}`);
  const said = whyWhole(definition, isOfRun);
  if (why === null) expect(said).toBeNull();
  else expect(said).toContain(why);
});
