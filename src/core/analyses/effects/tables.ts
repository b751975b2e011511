import { effectOf } from '../stored-effect.ts';
import type { AnalysisTable } from '../analysis.ts';
import { storedChanges } from './changes.ts';
import { corneredHeads } from './corners.ts';
import { headEffects, methodsOf } from './heads.ts';

export const effectsTable: AnalysisTable = {
  name: 'effects',
  columns: ['layer', 'head', 'effect', 'method', 'n', 'mean', 'ci_low', 'ci_high'],
  *rows(result) {
    for (const method of methodsOf(result))
      for (const { layer, head, n, mean, low, high } of headEffects(result, method))
        yield [layer, head, effectOf(result, 'effects.effect').kind, method, n, mean, low, high];
  },
};

/** What is said of each head by each method: does it change, does it matter. */
export const cornersTable: AnalysisTable = {
  name: 'corners',
  columns: [
    'layer',
    'head',
    'method',
    'corner',
    'effect',
    'effect_ci_low',
    'effect_ci_high',
    'effect_n',
    'effect_q',
    'matters',
    'metric',
    'change',
    'change_ci_low',
    'change_ci_high',
    'change_n',
    'change_q',
    'changes',
  ],
  *rows(result) {
    const changes = storedChanges(result);
    for (const method of methodsOf(result))
      for (const { layer, head, corner, effect, change } of corneredHeads(
        headEffects(result, method),
        changes,
      ))
        yield [
          layer,
          head,
          method,
          corner,
          effect.mean,
          effect.low,
          effect.high,
          effect.n,
          effect.q,
          effect.verdict,
          changes?.metric ?? null,
          change?.value ?? null,
          change?.low ?? null,
          change?.high ?? null,
          change?.n ?? null,
          change?.q ?? null,
          change?.verdict ?? null,
        ];
  },
};
