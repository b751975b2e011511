import { expect, test } from 'vitest';
import { FIGURE_THEMES } from '../../figures/theme.ts';
import { namedTensor, type NamedTensors, scalar } from '../named-tensor.ts';
import { combinePaths, partOfPaths } from '../path-patching/combine.ts';
import type { Path } from '../path-patching/paths.ts';
import { combineComposition, compositionItems } from './combine.ts';
import { confirmedBy, isConfirmed } from './confirmed.ts';
import { edgesOf, strongest } from './edges.ts';
import { compositionGraph, shownEdges, thresholdOf } from './graph-figure.ts';
import { compositionMatrix } from './matrix-figure.ts';
import { compositionFindings } from './words.ts';

function ended<Piece, Result>(steps: Generator<Piece, Result, void>): Result {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

/** Two layers of two heads: keys of L1H1 read of L0H0 most. */
function example(): NamedTensors {
  const items = compositionItems(2, 20);
  return ended(
    combineComposition(
      items.map((item) => ({
        item,
        part: new Map([
          item.kind === 'random'
            ? ([
                'random',
                namedTensor(
                  { sample: 20 },
                  Float64Array.from({ length: 20 }, (_, at) => 0.09 + (at % 2) / 50),
                ),
              ] as const)
            : ([
                'scores_raw',
                namedTensor(
                  { kind: 3, from_head: 2, to_head: 2 },
                  Float64Array.of(0.1, 0.2, 0.1, 0.1, 0.3, 0.6, 0.1, 0.4, 0.1, 0.1, 0.1, 0.1),
                ),
              ] as const),
        ]),
      })),
      { layers: 2, heads: 2 },
    ),
  );
}

test('edges, the strongest first, with what lies above random', () => {
  const result = example();
  expect(compositionFindings(result).join(' ')).toContain('none of 4 pairs of heads by values');
  expect(strongest(edgesOf(result), 2)).toMatchObject([
    {
      kind: 'k',
      from: { layer: 0, head: 0 },
      to: { layer: 1, head: 1 },
      score: expect.closeTo(0.6, 6) as number,
    },
    {
      kind: 'k',
      from: { layer: 0, head: 1 },
      to: { layer: 1, head: 1 },
      excess: expect.closeTo(0.3, 6) as number,
    },
  ]);
  expect([...edgesOf(result)]).toHaveLength(12);
  expect(compositionFindings(result)[2]).toContain('they have no interval');
  expect(compositionFindings(result)[1]).toContain('3 of 4 pairs of heads by keys');
});

const SOURCE = { analysis: 1, title: 'Composition', model: 'toy', subject: '', items: 2, unit: 'parts' };

/** The strongest edge that begins at head 0. */
const CONFIRMED = 'k L0 H0 L1 H1';

test('the graph has the edges above its threshold, dashed unless they are confirmed', () => {
  const result = example();
  const data = { source: SOURCE, result, of: 'all' as const };
  const least = thresholdOf(result, 'all');
  expect(shownEdges(data).every(({ score }) => (score ?? 0) >= least)).toBe(true);
  expect(shownEdges({ ...data, threshold: 0.35 })).toHaveLength(2);
  const figure = compositionGraph.draw({ ...data, threshold: 0.35 }, FIGURE_THEMES.light);
  expect(figure.note).toContain('none is confirmed');
  const confirmed = compositionGraph.draw(
    { ...data, threshold: 0.35, confirmed: new Map([[CONFIRMED, true]]) },
    FIGURE_THEMES.dark,
  );
  expect(confirmed.note).toContain('1 that path patching confirms; dashed: 1 not measured');
  expect(compositionGraph.csv({ ...data, threshold: 0.35 }).split('\n')).toHaveLength(4);
});

test('a cell of the matrix is the pair that its row and column name', () => {
  const figure = compositionMatrix.draw({ source: SOURCE, result: example(), of: 'k' }, FIGURE_THEMES.light);
  // Rows on one line, columns on two: no "0.0", which would read as a number.
  const drawn = JSON.stringify(figure.option.graphic);
  for (const label of ['"L0 H0"', '"L0 H1"', '"L1"', '"H0"', '"H1"']) expect(drawn).toContain(label);
  expect(figure.hint(0, 1)).toMatchObject({
    title: 'L0H0 to L1H1',
    rows: [{ value: '0.200' }, { value: '0.600' }, { value: '0.100' }, { label: 'random' }],
  });
});

test('path patching confirms an edge for or against, denies it, or says nothing', () => {
  const to = { layer: 1, head: 1, read: 'k' as const };
  const paths: Path[] = [0, 1].map((head) => ({ way: 'direct', from: { layer: 0, head }, to }));
  const shape = { layers: 2, heads: 2 };
  // Pairs agree that the first sends, and that the second does not.
  const parts = Array.from({ length: 12 }, (_, position) => ({
    position,
    part: partOfPaths(Float64Array.of(0.5 + position / 100, ((position % 3) - 1) / 1000), paths, shape),
  }));
  const result = ended(
    combinePaths({ parts, paths, shape, cluster: null, asArrays: false }, { seed: 1, margin: 0.05 }),
  );
  const confirmed = confirmedBy(new Map([...result, ['unused', scalar(0)]]));
  const edge = (head: number, kind: 'q' | 'k') => ({
    kind,
    from: { layer: 0, head },
    to,
    score: 1,
    excess: 1,
  });
  expect([edge(0, 'k'), edge(1, 'k'), edge(0, 'q')].map((one) => isConfirmed(confirmed, one))).toEqual([
    true,
    false,
    null,
  ]);
});
