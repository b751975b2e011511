import { expect, it } from 'vitest';
import { finish } from '../../statistics/steps.ts';
import { namedTensor, type NamedTensors, scalar, scalarOf, tensorOf } from '../named-tensor.ts';
import { combineLens } from './combine.ts';
import { lens } from './definition.ts';
import { lensOptions } from './options.ts';
import { lensStreams } from './streams.ts';
import { isAboveControl } from './words.ts';

/** Of three streams: nothing known, known better than a drawn token, and told. */
function part(text: number): NamedTensors {
  const little = (text % 3) / 10;
  const of = (...values: number[]) => namedTensor({ stream: 3 }, Float64Array.from(values));
  return new Map([
    ['log_probability', of(-8 + (text % 2), -3 - little, -1 - little)],
    ['control', of(-8 + ((text + 1) % 2), -8, -9)],
    ['rank', of(99, 9, 0)],
    ['log_rank', of(2, 1, 0)],
    ['first', of(0, 0, 1)],
    ['agrees', of(0, text % 4 === 0 ? 0 : 1, 1)],
    ['position', scalar(2)],
    ['target', scalar(7)],
  ]);
}

it('from where on the token stands above a drawn one', () => {
  const parts = [...Array.from({ length: 12 }, (_, text) => part(text)), new Map()].map((own, position) => ({
    position,
    part: own,
  }));
  const result = finish(combineLens(parts, null, lensOptions.parse({})));
  expect(lensStreams(result).map(isAboveControl)).toEqual([false, true, true]);
  expect(tensorOf(result, 'lens.difference').data[2]).toBeCloseTo(7.9, 9);
  expect(scalarOf(result, 'lens.left_out')).toBe(1);
  const [headline, settled, end] = lens.findings(result);
  expect(headline).toMatch(
    /^The token that is explained stands above a drawn one from the stream entering layer 1 on: 4\.9/,
  );
  expect(settled).toContain('from the stream entering layer 1 on (0.750 [');
  expect(end).toContain('n = 12 texts, 1 text left out');
  for (const table of lens.tables)
    for (const row of table.rows(result)) expect(row).toHaveLength(table.columns.length);
});

it('says how many texts were left out where all of them were', () => {
  const parts = [0, 1].map((position) => ({ position, part: new Map() }));
  const result = finish(combineLens(parts, null, lensOptions.parse({})));
  expect(lens.findings(result)).toEqual([
    expect.stringMatching(
      /^Nothing was explained, 2 texts left out, with nothing to explain there,.*the position/,
    ),
  ]);
});

it('has no empty sentence of a model without layers', () => {
  const said = findingsOf({ own: [-3], agrees: () => [1] });
  expect(said[0]).toContain('from the embeddings on');
  expect(said.every((sentence) => sentence !== '')).toBe(true);
});

/** Of so many streams: log probability, control and agreement by stream. */
function findingsOf(
  of: { readonly own: readonly number[]; readonly agrees: (text: number) => readonly number[] },
  texts = 12,
) {
  const stream = (values: readonly number[]) =>
    namedTensor({ stream: values.length }, Float64Array.from(values));
  const zeros = of.own.map(() => 0);
  const parts = Array.from({ length: texts }, (_, text) => ({
    position: text,
    part: new Map([
      ['log_probability', stream(of.own.map((value) => value - (text % 3) / 10))],
      ['control', stream(of.own.map((_own, at) => -6 - ((text + at) % 3) / 5))],
      ['rank', stream(zeros)],
      ['log_rank', stream(zeros)],
      ['first', stream(zeros)],
      ['agrees', stream(of.agrees(text))],
      ['position', scalar(2)],
      ['target', scalar(7)],
    ]),
  }));
  return lens.findings(finish(combineLens(parts, null, lensOptions.parse({}))));
}

it('where agreement falls again, it is settled after that', () => {
  const half = (text: number) => Number(text % 2 === 0);
  const [headline, settled] = findingsOf({
    own: [-2, -2, -2, -2],
    agrees: (text) => [1, half(text), text % 4 === 0 ? 0 : 1, 1],
  });
  expect(headline).toMatch(
    /^The token that is explained stands above a drawn one from the embeddings on: 4\./,
  );
  expect(settled).toMatch(
    /^What is ranked first at the end is ranked first in more than half of the texts from the stream entering layer 2 on \(0\.750 \[0\.000, 1\.000\] of them there\)\.$/,
  );
  const [, never] = findingsOf({ own: [-2, -2, -2], agrees: (text) => [1, half(text), 1] });
  expect(never).toBe(
    'Before the last stream, what is ranked first at the end is ranked first in no more than half of the texts.',
  );
});

it('at the end only, or not shown even there', () => {
  const agrees = () => [1, 1, 1];
  const [last] = findingsOf({ own: [-6.3, -6.3, -2], agrees });
  expect(last).toMatch(/^The token that is explained stands above a drawn one at the end only: 4\.\d+ \[/);
  const [none] = findingsOf({ own: [-2, -2, -6], agrees });
  expect(none).toMatch(
    /^Even at the end the token that is explained is not shown to stand above a drawn one: the difference is 0\.100 \[.*\] nats \(q = \S+, n = 12\)\.$/,
  );
  expect(findingsOf({ own: [-2, -2, -2], agrees }, 1).join(' ')).toContain('of n = 1 text');
});
