/** What rests on a run: analyses of it, and the panels of the figure that are drawn from it or from them. */
import { panelLetter } from '../../../core/figures/compose/layout.ts';
import type { Analysis } from '../../../shared/analyses.ts';
import type { Panel } from '../exports/gathered.ts';

export function analysesOfRun(analyses: readonly Analysis[], runId: number): Analysis[] {
  return analyses.filter(
    ({ runId: of, subject }) => of === runId || (subject.kind === 'run' && subject.runId === runId),
  );
}

/** The letters of the panels: 'a, c'; '' where none is of the run or of one of `analyses`. */
export function panelsOfRun(
  panels: readonly Pick<Panel, 'figure'>[],
  runId: number,
  analyses: readonly Pick<Analysis, 'id'>[],
): string {
  const ids = new Set<unknown>(analyses.map(({ id }) => id));
  return panels
    .flatMap(({ figure }, at) => {
      const named: Readonly<Record<string, unknown>> = figure;
      const isOf = named['runId'] === runId || named['otherRunId'] === runId || ids.has(named['analysisId']);
      return isOf ? [panelLetter(at)] : [];
    })
    .join(', ');
}
