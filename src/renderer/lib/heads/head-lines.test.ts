import { expect, it } from 'vitest';
import type { HeadQuantity } from '../../../core/analyses/of-heads.ts';
import { callsOfHead, columnsOf, compareCalls } from '../../../core/heads/catalogue.ts';
import { headsCsv } from '../../../core/heads/csv.ts';
import { fromPlainQuantity, toPlainQuantity } from '../../../core/heads/sent.ts';
import { callSentence, differenceOfHead, rankInShort, unseenWords } from './call-words.ts';
import { linesOf, runsOfHead } from './head-lines.ts';

const quantity = (name: string, parts: Partial<HeadQuantity> = {}): HeadQuantity => ({
  name,
  title: `The ${name}`,
  unit: '',
  question: 'looks',
  layers: 1,
  heads: 2,
  signed: false,
  domain: [0, 1],
  n: 40,
  values: Float64Array.of(0.25, 0.75),
  low: Float64Array.of(0.125, Number.NaN),
  high: Float64Array.of(0.5, Number.NaN),
  ...parts,
});
const source = {
  analysisId: 7,
  kind: 'toy',
  title: 'Toy',
  runId: null,
  subject: 'everyday-english',
  items: 40,
  unit: 'texts',
};
const catalogue = {
  model: { name: 'tiny', layers: 1, heads: 2 },
  columns: columnsOf([
    {
      source,
      quantities: [
        quantity('first'),
        quantity('second', { unit: 'nats' }),
        quantity('third', {
          called: { as: 'third kind', rule: 'A rule.', outcomes: ['called', 'none'] },
          control: {
            title: 'nothing',
            values: Float64Array.of(0.0625, 0),
            low: Float64Array.of(0, 0),
            high: Float64Array.of(0.125, 0),
          },
        }),
        quantity('other', { question: 'matters' }),
      ],
    },
  ]),
};

it('lines of one scale share an axis, what the head is called first, undefined intervals left out', () => {
  const groups = linesOf(catalogue, 'looks', { layer: 0, head: 0 });
  expect(groups.map(({ unit, lines }) => [unit, lines.map(({ column }) => column.key)])).toEqual([
    ['', ['toy_third', 'toy_first']],
    ['nats', ['toy_second']],
  ]);
  expect(groups[0]?.lines[0]).toMatchObject({
    isCalled: true,
    rank: { rank: 2, isFromBelow: false },
    marks: { set: 0.25, interval: [0.125, 0.5], control: 0.0625, controlInterval: [0, 0.125] },
  });
  const [first] = linesOf(catalogue, 'looks', { layer: 0, head: 1 });
  expect(first?.lines[0]).toMatchObject({ isCalled: false, rank: { rank: 1 }, marks: { interval: null } });
});

it('a call is said in a sentence with its control, rank, source and n', () => {
  const column = catalogue.columns.find(({ key }) => key === 'toy_third');
  if (column === undefined) throw new Error('there is no such column');
  const call = { as: 'third kind', outcome: 'called', column, value: '' } as const;
  expect(callSentence(call, { layer: 0, head: 0 }, catalogue.model)).toBe(
    'Third kind: the third is 0.250 [0.125, 0.500], against 0.063 [0.000, 0.125] (nothing); rank 2 of 2. Toy 7, everyday-english, n = 40 texts.',
  );
});

it('where heads are ranked by the difference from a control, it is said with its interval, and that the rank is of it', () => {
  const numbers = (first: number, second: number) => ({
    values: Float64Array.of(first, second),
    low: Float64Array.of(first - 0.1, second - 0.1),
    high: Float64Array.of(first + 0.1, second + 0.1),
  });
  const called = {
    as: 'direct effect',
    rule: 'A rule.',
    outcomes: ['called', 'none'],
    bothWays: true,
  } as const;
  const attribution = quantity('logit', {
    ...numbers(0.2, 0.4),
    signed: true,
    control: { title: 'other token', ...numbers(0.5, 0.3) },
    difference: numbers(-0.3, 0.1),
    called,
  });
  const of = { model: catalogue.model, columns: columnsOf([{ source, quantities: [attribution] }]) };
  const at = { layer: 0, head: 0 };
  const [call] = callsOfHead(of, at);
  if (call === undefined) throw new Error('it is not called');
  expect(callSentence(call, at, of.model)).toBe(
    'Direct effect: the logit is 0.200 [0.100, 0.300], against 0.500 [0.400, 0.600] (other token), a difference of −0.300 [−0.400, −0.200]; rank 1 of 2 by the difference, from the most negative. Toy 7, everyday-english, n = 40 texts.',
  );
  const rank = linesOf(of, 'looks', at)[0]?.lines[0]?.rank;
  if (rank == null) throw new Error('it has no rank');
  expect(rankInShort(rank)).toBe('#1 low by difference');
  expect(differenceOfHead(attribution, 0, 2)).toBe('; difference from other token −0.30 [−0.40, −0.20]');
  // By the number itself: nothing of it is told.
  expect(differenceOfHead({ ...attribution, called: { ...called, by: 'own' } }, 0, 2)).toBe('');
});

it('a number that is alike in all items has no interval to be read as certainty', () => {
  const same = { low: Float64Array.of(0.25, 0), high: Float64Array.of(0.25, 0), unit: 'nats' };
  const called = { as: 'direct effect', rule: 'A rule.', outcomes: ['called', 'none'] as const };
  const of = {
    model: catalogue.model,
    columns: columnsOf([{ source, quantities: [quantity('logit', { ...same, called })] }]),
  };
  const [call] = callsOfHead(of, { layer: 0, head: 0 });
  if (call === undefined) throw new Error('it is not called');
  expect(callSentence(call, { layer: 0, head: 0 }, of.model)).toBe(
    'Direct effect: the logit is 0.250 nats; rank 2 of 2. Toy 7, everyday-english, n = 40 texts.',
  );
});

it('where heads are called by unseen items, the same number stands in the chip, the sentence and the comparison, and says of which it is', () => {
  const unseen = {
    values: Float64Array.of(0.25, 0),
    low: Float64Array.of(0.0625, Number.NaN),
    high: Float64Array.of(0.75, Number.NaN),
    n: 20,
  };
  const called = { as: 'offset −4', rule: 'A rule.', outcomes: ['called', 'none'] as const };
  const known = [{ source, quantities: [quantity('lift', { unseen, called })] }];
  const of = { model: catalogue.model, columns: columnsOf(known) };
  const [call] = callsOfHead(of, { layer: 0, head: 0 });
  if (call === undefined) throw new Error('it is not called');
  expect(call.value).toBe('0.250 [0.063, 0.750]');
  expect(compareCalls([of])[0]?.models[0]?.strongest?.value).toBe(call.value);
  expect(callSentence(call, { layer: 0, head: 0 }, of.model)).toBe(
    'Offset −4: the lift is 0.250 [0.063, 0.750] on the 20 texts that it was not found on, and 0.250 [0.125, 0.500] on all; rank 2 of 2. Toy 7, everyday-english, n = 40 texts.',
  );
  expect(unseenWords(call.column.quantity, 0, 2)).toBe(
    ' on all; 0.25 [0.06, 0.75] on those that it was not found on',
  );
  expect(headsCsv([of]).split('\n')[0]).toContain('toy_lift_unseen,toy_lift_unseen_low,toy_lift_unseen_high');
  const sent = toPlainQuantity(call.column.quantity);
  expect(fromPlainQuantity(sent).unseen).toEqual(unseen);
});

it('what was compared with nothing stands last, and pairs are those of the run that calls the head', () => {
  const ofRun = (runId: number, parts: Partial<HeadQuantity>) => ({
    source: { ...source, analysisId: 100 + runId, kind: 'statistics', runId },
    quantities: [quantity('js', { question: 'responds', unit: 'bits', ...parts })],
  });
  const q = Float64Array.of(0.01, 0.9);
  const called = { as: 'responds', rule: 'A rule.', outcomes: ['called', 'none'] as const };
  const known = {
    model: catalogue.model,
    columns: columnsOf([ofRun(13, {}), ofRun(4, { q }), ofRun(1, { q, called }), ofRun(6, {})]),
  };
  const runs = linesOf(known, 'responds', { layer: 0, head: 0 }).map((group) => [
    group.source.runId,
    group.isUncompared,
  ]);
  expect(runs).toEqual([
    [1, false],
    [4, false],
    [13, true],
    [6, true],
  ]);
  expect(runsOfHead(known, { layer: 0, head: 0 }, 3)).toEqual([1, 4, 13]);
  expect(runsOfHead(known, { layer: 0, head: 1 }, 2)).toEqual([4, 1]);
  // One that was stopped after a few pairs does not stand before the whole set.
  const stopped = { ...known, columns: columnsOf([ofRun(17, { q, called, n: 5 }), ofRun(1, { q, called })]) };
  expect(runsOfHead(stopped, { layer: 0, head: 0 }, 2)).toEqual([1, 17]);
});
