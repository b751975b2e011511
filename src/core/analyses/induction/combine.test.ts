import { describe, expect, it } from 'vitest';
import { aggregate } from '../../statistics/aggregate.ts';
import { finish } from '../../statistics/steps.ts';
import { namedTensor, type NamedTensors, scalar, scalarOf, tensorOf } from '../named-tensor.ts';
import { combineInduction } from './combine.ts';
import { inductionOptions } from './options.ts';

const LAYERS = 2;
const HEADS = 3;
const PLACES = LAYERS * HEADS;
const OPTIONS = inductionOptions.parse({ seed: 9 });
const SIZES = { layer: LAYERS, head: HEADS };

/** Elevenths and seventieths that differ by sequence and head. */
function part(sequence: number): NamedTensors {
  const score = Float64Array.from({ length: PLACES }, (_, place) => ((place * 5 + sequence * 7) % 11) / 11);
  const control = Float64Array.from({ length: PLACES }, (_, place) => ((place + sequence * 3) % 7) / 70);
  const loss = Float64Array.from({ length: 6 }, (_, at) => 1 + ((at * sequence) % 5) / 8);
  return new Map([
    ['score', namedTensor(SIZES, score)],
    ['control', namedTensor(SIZES, control)],
    [
      'difference',
      namedTensor(
        SIZES,
        score.map((value, place) => value - (control[place] ?? 0)),
      ),
    ],
    ['loss', namedTensor({ position: 6 }, loss)],
    ['second_copy_loss', scalar(loss[5] ?? 0)],
    ['trial_ids', namedTensor({ position: 1 }, Int32Array.of(sequence))],
  ]);
}

/** A text, of which nothing that sequences have is known; the second one repeats nothing. */
function textPart(text: number): NamedTensors {
  const natural = new Float64Array(PLACES).fill(text === 1 ? Number.NaN : 0.25 * text);
  return new Map([['natural', namedTensor(SIZES, natural)]]);
}

const sequences = Array.from({ length: 8 }, (_, sequence) => part(sequence));
const placed = [...sequences, ...[0, 1, 2].map(textPart)].map((own, position) => ({ position, part: own }));
const result = finish(combineInduction(placed, { length: 3 }, OPTIONS));
const of = (name: string) => tensorOf(result, `induction.${name}`);
const valuesOf = (name: string, place: number) =>
  sequences.map((own) => own.get(name)?.data[place] ?? Number.NaN);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('what the items come to', () => {
  it('means of every number over the items that have it, in its place', () => {
    for (const name of ['score', 'control', 'difference']) {
      expect(of(name)).toMatchObject({ axes: ['layer', 'head'], shape: [2, 3] });
      for (let place = 0; place < PLACES; place++) {
        expect(of(name).data[place]).toBeCloseTo(mean(valuesOf(name, place)), 12);
        expect(of(`${name}_n`).data[place]).toBe(8);
      }
    }
    expect(of('loss')).toMatchObject({ axes: ['position'], shape: [6] });
    expect(of('loss').data[5]).toBeCloseTo(mean(valuesOf('loss', 5)), 12);
    expect(scalarOf(result, 'induction.second_copy_loss')).toBeCloseTo(mean(valuesOf('loss', 5)), 12);
    expect(of('second_copy_loss_interval')).toMatchObject({ axes: ['end'], shape: [2] });
  });

  it('of texts those that have a value', () => {
    expect([...of('natural').data]).toEqual(Array(PLACES).fill(0.25));
    expect([...of('natural_n').data]).toEqual(Array(PLACES).fill(2));
    expect(of('natural_by_text')).toMatchObject({ axes: ['text', 'layer', 'head'], shape: [3, 2, 3] });
  });

  it('single items, the constants, and of what is drawn the first', () => {
    expect(of('score_by_sequence')).toMatchObject({
      axes: ['sequence', 'layer', 'head'],
      shape: [8, 2, 3],
    });
    expect([...of('score_by_sequence').data.slice(6, 12)]).toEqual([
      ...(sequences[1]?.get('score')?.data ?? []),
    ]);
    expect(of('loss_by_position')).toMatchObject({ axes: ['sequence', 'position'], shape: [8, 6] });
    expect([...of('trial_ids').data]).toEqual([0]);
    expect(scalarOf(result, 'induction.length')).toBe(3);
    expect(scalarOf(result, 'induction.margin')).toBe(0.1);
  });

  it('intervals, p and q are those of the statistics of the differences', () => {
    const { columns } = aggregate({
      columns: Array.from({ length: PLACES }, () => ({
        family: 'any name',
        signed: true,
        change: 'either' as const,
        range: [-1, 1] as const,
      })),
      values: Float64Array.from(sequences.flatMap((own) => [...(own.get('difference')?.data ?? [])])),
      cluster: null,
      comparison: null,
      margins: null,
      marginShare: null,
      seed: 9,
    });
    expect(of('difference_interval')).toMatchObject({ axes: ['layer', 'head', 'end'] });
    expect([...of('difference_interval').data]).toEqual(
      columns.flatMap(({ ci_low, ci_high }) => [ci_low, ci_high]),
    );
    expect([...of('difference_p').data]).toEqual(columns.map(({ p_zero }) => p_zero));
    expect([...of('difference_q').data]).toEqual(columns.map(({ q_zero }) => q_zero));
    // Over all six heads, and over nothing else.
    expect(columns.some(({ p_zero, q_zero }) => p_zero !== q_zero)).toBe(true);
    expect(result.has('induction.score_p')).toBe(false);
  });

  it('of one sequence there are means and no intervals', () => {
    const one = finish(combineInduction(placed.slice(0, 1), { length: 3 }, OPTIONS));
    expect([...tensorOf(one, 'induction.score').data]).toEqual(
      sequences[0] && [...(sequences[0].get('score')?.data ?? [])],
    );
    expect([...tensorOf(one, 'induction.difference_interval').data]).toEqual(Array(12).fill(Number.NaN));
  });

  it('another seed resamples anew, and changes no mean', () => {
    const other = finish(combineInduction(placed, { length: 3 }, { ...OPTIONS, seed: 10 }));
    expect(tensorOf(other, 'induction.score')).toEqual(of('score'));
    expect(tensorOf(other, 'induction.score_interval')).not.toEqual(of('score_interval'));
  });
});
