/** What the latest run of a project has found, where that has been computed: nothing is computed for a list. */
import { describeFindings } from '../../../core/analyses/statistics/findings.ts';
import type { Run } from '../../../shared/entities.ts';
import type { LastFinding } from '../../../shared/last-finding.ts';
import { compareRun } from '../analyses/statistics/compare-run.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { getRun, listRuns } from '../store/runs.ts';
import { storedStatistics } from './stored-statistics.ts';

/** By which a run is shown before anybody chooses. */
const METRIC = 'attention_js_divergence';

/** null for a project without a run that is done. */
export function lastFinding(database: ReadableDatabase, projectId: number): LastFinding | null {
  const done = listRuns(database, projectId)
    .filter(({ state, done: pairs }) => state === 'done' && pairs > 0)
    .toSorted((a, b) => b.id - a.id);
  const [latest] = done;
  if (latest === undefined) return null;
  for (const run of done) {
    const found = findingOf(database, run);
    if (found !== null) return found;
  }
  return { ...namesOf(latest), isCompared: null, headline: null, values: null };
}

/** What one run has found by the usual metric, where that has been computed. */
export function findingOfRun(database: ReadableDatabase, runId: number): LastFinding | null {
  return findingOf(database, getRun(database, runId));
}

function namesOf({ id, model, set }: Run): Pick<LastFinding, 'runId' | 'model' | 'set'> {
  return { runId: id, model: model.name, set: set.name };
}

/** Of the comparison that the run was planned with. */
function findingOf(database: ReadableDatabase, run: Run): LastFinding | null {
  // Of a part nothing is said to be found.
  if (run.state !== 'done') return null;
  const rows = storedStatistics(database, run, METRIC);
  if (rows === null) return null;
  const { design } = compareRun(database, run, '', run.provenance.comparison).comparison;
  const { headline } = describeFindings({
    metric: METRIC,
    design,
    rows,
    set: run.set.name,
    controlSet: run.controlSet?.name ?? null,
    group: '',
  });
  const { layers, heads } = run.model;
  const values = Array.from({ length: layers }, () => Array.from({ length: heads }, () => 0));
  for (const { layer, head, outcome, difference } of rows) {
    const row = values[layer];
    // What is not called has no colour: nothing is claimed of it.
    if (row !== undefined && (outcome === 'more' || outcome === 'less')) row[head] = difference ?? 0;
  }
  return { ...namesOf(run), isCompared: design.kind !== 'none', headline, values };
}
