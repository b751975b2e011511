import { expect, test } from 'vitest';
import type { Analysis } from '../../../shared/analyses.ts';
import type { Panel } from '../exports/gathered.ts';
import { analysesOfRun, panelsOfRun } from './used-in.ts';

const analysis = (id: number, runId: number | null, subject: object = { kind: 'model' }) =>
  ({ id, runId, subject }) as Analysis;

test('analyses of a run are those that name it', () => {
  const all = [
    analysis(1, 7),
    analysis(2, null),
    analysis(3, null, { kind: 'run', runId: 7 }),
    analysis(4, 8),
  ];
  expect(analysesOfRun(all, 7).map(({ id }) => id)).toEqual([1, 3]);
});

test('panels are named by their letters: of the run, of a comparison with it, of its analyses', () => {
  const panels = [
    { kind: 'distribution', runId: 7 },
    { kind: 'distribution', runId: 8 },
    { kind: 'runs-map', runId: 8, otherRunId: 7 },
    { kind: 'quantity-ranking', analysisId: 3 },
    { kind: 'quantity-ranking', analysisId: 4 },
  ].map((figure) => ({ figure }) as unknown as Panel);
  expect(panelsOfRun(panels, 7, [{ id: 3 }])).toBe('a, c, d');
  expect(panelsOfRun(panels, 9, [])).toBe('');
});
