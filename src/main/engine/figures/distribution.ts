import { pairName } from '../../../core/figures/figure-pair.ts';
import { distributionFigure, isUncompared, usualControl } from '../../../core/figures/kinds/distribution.ts';
import type { Run } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { figureOfRun, roleOf } from './figure-kind.ts';

export const distribution = figureOfRun(
  distributionFigure,
  async ({ results, pairs }, { run, source }, spec) => {
    checkHead(run, spec);
    const values = await results.values(spec);
    const against = spec.against ?? usualControl(values);
    const pair =
      spec.pairId === undefined
        ? null
        : await pairs.detail({ runId: run.id, pairId: spec.pairId, role: roleOf(spec) });
    return {
      ...spec,
      source,
      set: values.set,
      against,
      uncompared: spec.uncompared === true || isUncompared(against, values),
      control: values[against].length === 0 ? null : values[against],
      pair: pair && {
        name: pairName(pair),
        value: pair.heads[spec.layer]?.[spec.head]?.[spec.metric] ?? null,
      },
    };
  },
);

function checkHead(run: Run, { layer, head }: { readonly layer: number; readonly head: number }): void {
  const { layers, heads, name } = run.model;
  if (layer < layers && head < heads) return;
  throw new PairlensError(
    'NOT_FOUND',
    `${name} has no head ${head} in layer ${layer}: it has ${layers} layers of ${heads} heads, counted from 0`,
    { layer, head, layers, heads },
  );
}
