import { expect, it } from 'vitest';
import type { HeadQuantity } from '../analyses/of-heads.ts';
import { callsByName, titleOfCalls } from './call-names.ts';
import type { HeadColumn } from './catalogue.ts';

const quantity: HeadQuantity = {
  name: 'score',
  title: 'Score',
  unit: '',
  question: 'looks',
  layers: 1,
  heads: 1,
  signed: false,
  n: 40,
  values: Float64Array.of(0.25),
  low: null,
  high: null,
};
const column: HeadColumn = {
  key: 'toy_score',
  source: { analysisId: 7, kind: 'toy', title: 'Toy', runId: null, subject: '', items: 40, unit: 'texts' },
  quantity,
};

it('a name that several runs or analyses give of one subject stands once, with how many they are', () => {
  const call = (as: string, outcome: 'called' | 'fell') => ({ as, outcome, column, value: '' });
  const inRun = (runId: number, subject: string) => ({
    ...call('responds', 'called'),
    column: { ...column, source: { ...column.source, runId, subject } },
  });
  const calls = [
    inRun(1, 'negation'),
    call('induction', 'called'),
    inRun(2, 'tense'),
    inRun(3, 'negation'),
    call('induction', 'fell'),
    call('previous token', 'called'),
    call('previous token', 'called'),
  ];
  expect(callsByName(calls).map(({ words }) => words)).toEqual([
    'responds to negation, in 2 runs',
    'induction',
    'responds to tense',
    'induction, fell on unseen text',
    'previous token, in 2 analyses',
  ]);
});

it('a chip says the number of each of its calls, and where it is from', () => {
  const call = (analysisId: number, value: string) => ({
    as: 'induction',
    outcome: 'called' as const,
    column: { ...column, source: { ...column.source, analysisId } },
    value,
  });
  expect(titleOfCalls([call(3, '0.250'), call(9, '0.125')])).toBe(
    'induction: 0.250. Toy 3; induction: 0.125. Toy 9',
  );
});
