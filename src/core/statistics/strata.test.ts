import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { goldenCases } from './golden.example.ts';
import { sameShape, type Shape, shapeOfChange } from './shape.ts';
import { coarsenShapes, leftOutShapes, type PairsOfSide, type Strata } from './strata.ts';

describe('the shape of a change', () => {
  interface Change {
    readonly a: number[];
    readonly b: number[];
    readonly alignment: [number, number][];
  }
  test.each(goldenCases<Change, Shape>('shape'))('$name', ({ input, expected }) => {
    expect(shapeOfChange(input.a, input.b, input.alignment)).toEqual(expected);
  });

  test.each(goldenCases<{ counterfactual: Shape[]; neutral: Shape[] }, { keep: boolean[] }>('paired_shapes'))(
    '$name',
    ({ input, expected }) => {
      const keep = input.counterfactual.map((shape, pair) => sameShape(shape, input.neutral[pair]!));
      expect(keep).toEqual(expected.keep);
    },
  );
});

interface Coarsen {
  readonly shapes: Shape[];
  readonly side: number[];
  readonly cluster?: number[];
}

function sidesOf({ shapes, side, cluster }: Coarsen): [set: PairsOfSide, control: PairsOfSide] {
  const of = (which: number): PairsOfSide => ({
    shapes: shapes.filter((_, pair) => side[pair] === which),
    clusters: cluster?.filter((_, pair) => side[pair] === which) ?? null,
  });
  return [of(1), of(0)];
}

/** [pairs] names, null left out, set first. */
function namesOf({ names, set, control }: Strata): (string | null)[] {
  return [...set, ...control].map((stratum) => names[stratum] ?? null);
}

describe('strata', () => {
  test.each(goldenCases<Coarsen, (string | null)[]>('coarsen'))('$name', ({ input, expected }) => {
    const inOrder = [1, 0].flatMap((which) => expected.filter((_, pair) => input.side[pair] === which));
    expect(namesOf(coarsenShapes(...sidesOf(input)))).toEqual(inOrder);
  });

  test('do not depend on the order of pairs', () => {
    const shape = fc.tuple(fc.nat(3), fc.nat(1), fc.nat(2));
    const pairs = fc.array(fc.record({ shape, side: fc.nat(1), key: fc.nat() }), {
      minLength: 30,
      maxLength: 60,
    });
    const sorted = (strata: Strata, shapes: Shape[]) =>
      namesOf(strata)
        .map((name, pair) => `${shapes[pair]!.join()} ${name}`)
        .sort();
    fc.assert(
      fc.property(pairs, (given) => {
        const run = (order: typeof given) => {
          const [set, control] = sidesOf({
            shapes: order.map(({ shape: own }) => own),
            side: order.map(({ side }) => side),
          });
          return sorted(coarsenShapes(set, control), [...set.shapes, ...control.shapes]);
        };
        expect(run(given.toSorted((a, b) => a.key - b.key))).toEqual(run(given));
      }),
      { seed: 3 },
    );
  });

  test('what is left out is listed by shape, most pairs of the set first', () => {
    const repeated = (shape: Shape, count: number) => Array.from({ length: count }, () => shape);
    const set = [...repeated([1, 0, 0], 4), ...repeated([0, 0, 2], 3), ...repeated([5, 0, 0], 1)];
    const control = [...repeated([1, 0, 0], 5), ...repeated([0, 2, 0], 2)];
    const strata = coarsenShapes({ shapes: set, clusters: null }, { shapes: control, clusters: null });
    expect(strata.names).toEqual(['1/0/0']);
    expect(leftOutShapes(strata, set, control)).toEqual([
      { shape: '0/0/2', set: 3, control: 0 },
      { shape: '5/0/0', set: 1, control: 0 },
      { shape: '0/2/0', set: 0, control: 2 },
    ]);
  });

  test('further covariates count on the first rung alone', () => {
    const side = (count: number, covariates: string[]): PairsOfSide => ({
      shapes: Array.from({ length: count }, (): Shape => [1, 0, 0]),
      clusters: null,
      covariates,
    });
    const long = (count: number) => Array<string>(count).fill('long');
    const short = (count: number) => Array<string>(count).fill('short');
    const strata = coarsenShapes(side(6, [...long(3), ...short(3)]), side(9, [...long(6), ...short(3)]));
    // Three controls are too few for the short ones, and the coarser rungs, where shape alone counts, have but these.
    expect(strata.names).toEqual(['1/0/0 long']);
    expect([...strata.set]).toEqual([0, 0, 0, -1, -1, -1]);
  });
});
