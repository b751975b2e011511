/** What a run could see that is not planned yet: `contract.runs.power`. */
import type { ComparisonKind } from '../../../core/analyses/statistics/comparison-design.ts';
import { precisionInTheMiddle } from '../../../core/analyses/statistics/power-words.ts';
import type { RunPower, RunPowerRequest } from '../../../shared/run-power.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { listRuns } from '../store/runs.ts';
import { SENTENCE_SETS } from '../store/sentence-sets.ts';
import { sizeOfSet, type UnitsBy } from '../store/set-sizes.ts';
import { storedStatistics } from './stored-statistics.ts';

/** By which a run is shown before anybody chooses. */
const METRIC = 'attention_js_divergence';
const UNITS_BY: Readonly<Record<RunPowerRequest['comparison']['clusters'], UnitsBy>> = {
  auto: 'cluster',
  labels: 'label',
  none: null,
};

/** @throws PairlensError NOT_FOUND for a set that is not there */
export function powerBefore(database: ReadableDatabase, request: RunPowerRequest): RunPower {
  const { setId, controlSetId, comparison } = request;
  SENTENCE_SETS.require(database, setId);
  if (controlSetId !== null) SENTENCE_SETS.require(database, controlSetId);
  const by = UNITS_BY[comparison.clusters];
  const withNeutrals = sizeOfSet(database, setId, { by, withNeutral: true });
  const kind = kindOf(comparison.comparison, withNeutrals.pairs > 0, controlSetId !== null);
  const isPaired = kind === 'paired';
  return {
    kind,
    set: isPaired ? withNeutrals : sizeOfSet(database, setId, { by, withNeutral: false }),
    control:
      controlSetId === null || isPaired
        ? null
        : sizeOfSet(database, controlSetId, { by, withNeutral: false }),
    earlier: earlierRun(database, request, kind),
  };
}

/** As `designComparison` chooses, as far as that is known before there are tokens. */
function kindOf(
  asked: RunPowerRequest['comparison']['comparison'],
  hasNeutrals: boolean,
  hasControl: boolean,
): ComparisonKind {
  if (hasNeutrals && (asked === 'auto' || asked === 'paired')) return 'paired';
  if (!hasControl) return hasNeutrals && asked !== 'unadjusted' ? 'paired' : 'none';
  return asked === 'unadjusted' ? 'unadjusted' : 'matched';
}

function earlierRun(
  database: ReadableDatabase,
  { projectId, setId, model }: RunPowerRequest,
  kind: ComparisonKind,
): RunPower['earlier'] {
  const done = listRuns(database, projectId)
    .filter((run) => run.state === 'done' && run.model.name === model)
    .toSorted((a, b) => Number(b.set.id === setId) - Number(a.set.id === setId) || b.id - a.id);
  for (const run of done) {
    const rows = storedStatistics(database, run, METRIC)?.filter(({ comparison }) => comparison === kind);
    const precision = precisionInTheMiddle(rows ?? []);
    if (precision !== null) return { runId: run.id, set: run.set.name, ...precision };
  }
  return null;
}
