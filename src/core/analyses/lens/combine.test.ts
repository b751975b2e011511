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
  expect(headline).toMatch(/^The token stands above a drawn one from the stream entering layer 1 on: 4\.9/);
  expect(settled).toContain('from the stream entering layer 1 on (0.750 of them)');
  expect(end).toContain('n = 12 texts, 1 text left out');
  for (const table of lens.tables)
    for (const row of table.rows(result)) expect(row).toHaveLength(table.columns.length);
});
