/** Checks of analyses: their rows, what was computed of their items, and what they came to. */
import { ANALYSES } from '../../../core/registries/analyses.ts';
import { damagedParts, readResult } from '../store/analysis-results.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { checkRow } from '../store/row-hashes.ts';
import { isDamage } from '../store/sqlite-errors.ts';
import { type Check, damage, type Finding, remark, RESCUE } from './check.ts';

interface StoredAnalysis {
  readonly id: number;
  readonly kind: string;
  readonly state: string;
  readonly resultHash: string | null;
}

export const analyses: Check = {
  name: 'analyses',
  title: 'analyses and statistics',
  *find({ database }): Generator<Finding> {
    const rows = database
      .prepare<[], StoredAnalysis>(
        'SELECT id, kind, state, result_hash AS resultHash FROM analysis ORDER BY id',
      )
      .all();
    let unhashed = 0;
    for (const analysis of rows) {
      if (analysis.state === 'done' && analysis.resultHash === null) unhashed++;
      yield* ofAnalysis(database, analysis);
    }
    if (unhashed > 0)
      yield remark(
        `the results of ${unhashed} analyses were stored before Pairlens kept hashes, and cannot be checked`,
      );
  },
};

function* ofAnalysis(database: ReadableDatabase, { id, kind, state }: StoredAnalysis): Generator<Finding> {
  const isMadeByItself = Object.values(ANALYSES).some((one) => one.kind === kind && !one.listed);
  const then = isMadeByItself
    ? 'it is computed again when it is next asked for'
    : 'start a new one with the same options: it comes to the same numbers';
  if (checkRow(database, 'analysis', id) === 'damaged') {
    yield damage(`what is stored of analysis ${id} is not what was written`, isMadeByItself ? then : RESCUE);
    return;
  }
  try {
    if (state === 'done') readResult(database, id);
    const parts = damagedParts(database, id);
    if (parts.length > 0)
      yield damage(
        `${parts.length} items of analysis ${id} are not what was computed`,
        state === 'done' ? then : 'they are computed again when it is resumed',
      );
  } catch (error) {
    if (!isDamage(error)) throw error;
    yield damage(`the result of analysis ${id} (${kind}) is not what was computed`, then);
  }
}
