import { describe, expect, it } from 'vitest';
import { aggregate } from '../../statistics/aggregate.ts';
import { finish } from '../../statistics/steps.ts';
import { namedTensor, type NamedTensors, scalarOf, tensorOf } from '../named-tensor.ts';
import { combineInduction } from './combine.ts';
import { inductionOptions } from './options.ts';
import { INDUCTION_SCORES } from './scores.ts';

const LAYERS = 2;
const HEADS = 3;
const PLACES = LAYERS * HEADS;
const OPTIONS = { ...inductionOptions.parse({ seed: 9 }), length: 3 };

/** Sixths and eighths that differ by sequence, score, head and position. */
function part(sequence: number): NamedTensors {
  const scores = Float64Array.from(
    { length: INDUCTION_SCORES.length * PLACES },
    (_, index) => ((index * 5 + sequence * 7) % 11) / 11,
  );
  const control = Float64Array.from({ length: PLACES }, (_, place) => ((place + sequence * 3) % 7) / 70);
  const losses = (from: number) =>
    Float64Array.from({ length: 6 }, (_, at) => from + ((at * sequence) % 5) / 8);
  return new Map([
    ['scores', namedTensor({ score: INDUCTION_SCORES.length, layer: LAYERS, head: HEADS }, scores)],
    ['control', namedTensor({ layer: LAYERS, head: HEADS }, control)],
    ['loss', namedTensor({ position: 6 }, losses(1))],
    ['control_loss', namedTensor({ position: 6 }, losses(4))],
  ]);
}

const parts = Array.from({ length: 8 }, (_, sequence) => part(sequence));
const result = finish(combineInduction(parts, OPTIONS));
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const of = (sequence: number, name: string) => parts[sequence]?.get(name)?.data ?? [];

describe('what the sequences come to', () => {
  it('means of every score, in its place', () => {
    INDUCTION_SCORES.forEach((name, index) => {
      const tensor = tensorOf(result, name);
      expect(tensor).toMatchObject({ axes: ['layer', 'head'], shape: [2, 3] });
      for (let place = 0; place < PLACES; place++)
        expect(tensor.data[place]).toBeCloseTo(
          mean(parts.map((_, sequence) => of(sequence, 'scores')[index * PLACES + place] ?? 0)),
          12,
        );
    });
  });

  it('the difference is score less control, sequence by sequence', () => {
    for (let place = 0; place < PLACES; place++)
      expect(tensorOf(result, 'difference').data[place]).toBeCloseTo(
        (tensorOf(result, 'score').data[place] ?? 0) - (tensorOf(result, 'control').data[place] ?? 0),
        12,
      );
    expect(tensorOf(result, 'score_by_sequence')).toMatchObject({
      axes: ['sequence', 'layer', 'head'],
      shape: [8, 2, 3],
    });
    expect(tensorOf(result, 'score_by_sequence').data.slice(6, 12)).toEqual(
      Float64Array.from(of(1, 'scores')).slice(0, 6),
    );
    expect(tensorOf(result, 'control_by_sequence').data.slice(42)).toEqual(of(7, 'control'));
  });

  it('intervals, p and q are those of the statistics of the differences', () => {
    const differences = parts.flatMap((_, sequence) =>
      Array.from(of(sequence, 'control'), (value, place) => (of(sequence, 'scores')[place] ?? 0) - value),
    );
    const { columns } = aggregate({
      columns: Array.from({ length: PLACES }, () => ({
        family: 'any name',
        signed: true,
        change: 'either' as const,
        range: [-1, 1] as const,
      })),
      values: Float64Array.from(differences),
      cluster: null,
      comparison: null,
      margins: null,
      marginShare: null,
      seed: 9,
    });
    expect(tensorOf(result, 'difference_interval')).toMatchObject({ axes: ['layer', 'head', 'end'] });
    expect([...tensorOf(result, 'difference_interval').data]).toEqual(
      columns.flatMap(({ ci_low, ci_high }) => [ci_low, ci_high]),
    );
    expect([...tensorOf(result, 'p').data]).toEqual(columns.map(({ p_zero }) => p_zero));
    expect([...tensorOf(result, 'q').data]).toEqual(columns.map(({ q_zero }) => q_zero));
    // Over all six heads, and over nothing else.
    expect(columns.some(({ p_zero, q_zero }) => p_zero !== q_zero)).toBe(true);
  });

  it('losses: of the first copy all tokens, of the second all but its first', () => {
    // loss[i] is of token i + 1: R at 1..3, the second copy at 4..6, of which 5 and 6 count.
    const over = (name: string, places: readonly number[]) =>
      mean(parts.map((_, sequence) => mean(places.map((place) => of(sequence, name)[place] ?? 0))));
    expect(scalarOf(result, 'first_copy_loss')).toBeCloseTo(over('loss', [0, 1, 2]), 12);
    expect(scalarOf(result, 'second_copy_loss')).toBeCloseTo(over('loss', [4, 5]), 12);
    expect(scalarOf(result, 'control_loss_mean')).toBeCloseTo(over('control_loss', [4, 5]), 12);
    expect(scalarOf(result, 'loss_difference')).toBeCloseTo(
      over('control_loss', [4, 5]) - over('loss', [4, 5]),
      12,
    );
    expect(tensorOf(result, 'loss_difference_interval')).toMatchObject({ axes: ['end'], shape: [2] });
    expect(tensorOf(result, 'loss').data[5]).toBeCloseTo(over('loss', [5]), 12);
    expect(tensorOf(result, 'control_loss_interval')).toMatchObject({
      axes: ['position', 'end'],
      shape: [6, 2],
    });
  });

  it('of one sequence there are means and no intervals', () => {
    const one = finish(combineInduction(parts.slice(0, 1), OPTIONS));
    expect(tensorOf(one, 'score').data).toEqual(Float64Array.from(of(0, 'scores')).slice(0, 6));
    expect([...tensorOf(one, 'difference_interval').data]).toEqual(Array(12).fill(Number.NaN));
  });

  it('another seed resamples anew, and changes no mean', () => {
    const other = finish(combineInduction(parts, { ...OPTIONS, seed: 10 }));
    expect(tensorOf(other, 'score')).toEqual(tensorOf(result, 'score'));
    expect(tensorOf(other, 'score_interval')).not.toEqual(tensorOf(result, 'score_interval'));
  });
});
