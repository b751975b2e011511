import { expect, test } from 'vitest';
import { FIGURE_THEMES } from '../../figures/theme.ts';
import { namedTensor, type NamedTensors, scalar } from '../named-tensor.ts';
import { patchingMap } from './map-figure.ts';
import { countsTensor, PATCH_STATISTICS, settingTensors } from './result.ts';
import { ROLES } from './roles.ts';

/** Three heads of two layers by position; the mean of a cell is its place. */
const sizes = { layer: 2, head: 3, role: ROLES.length };
const cells = 2 * 3 * ROLES.length;
const values = new Float64Array(PATCH_STATISTICS.length * cells).fill(Number.NaN);
for (let cell = 0; cell < cells; cell++) values[PATCH_STATISTICS.indexOf('mean') * cells + cell] = cell;
const effect = { kind: 'pooled', position: 'last', pooling: 'mean', toward: 'original', least: 0 } as const;
const counts = Object.fromEntries(['measured'].map((name) => [name, 12])) as Parameters<
  typeof countsTensor
>[0];
const result: NamedTensors = new Map([
  ['denoising.z_by_position', namedTensor({ statistic: PATCH_STATISTICS.length, ...sizes }, values)],
  ...settingTensors(effect, 'leave'),
  ['counts', countsTensor(counts)],
  ['margin', scalar(0.01)],
  ['comparison', scalar(0)],
]);
const source = { analysis: 1, title: 'Patching', model: 'm', subject: 's', items: 12, unit: 'pairs' };

test('of heads told apart by position one head is drawn, a column for each position', () => {
  const spec = patchingMap.schema.parse({ kind: 'patching-map', analysisId: 1, hook: 'z', head: 1 });
  const lines = patchingMap.csv({ source, result, spec }).trim().split(/\r?\n/).slice(1);
  expect(lines).toHaveLength(2 * ROLES.length);
  // Layer 1, head 1, the last role has the largest mean of them.
  expect(lines[0]).toContain(`1,1,${ROLES.at(-1)},${(3 + 2) * ROLES.length - 1},`);
  expect(patchingMap.draw({ source, result, spec }, FIGURE_THEMES.light).title).toContain('of H1');
});
