/** The commands that write a report, its figures and what else there is of its run. */
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { FigureSpec } from '../../../core/registries/figures.ts';
import type { Run } from '../../../shared/entities.ts';
import { flagWords } from '../../../shared/run-command.ts';

export function figureCommand({ kind, ...fields }: FigureSpec, out: string): string {
  return ['pairlens export figure', ...flagWords({ kind, ...fields }), '--out', out].join(' ');
}

/** What this report was written with, and what of the run can be had as files. */
export function exportCommands({ id }: Pick<Run, 'id'>, metric: MetricName): string[] {
  return [
    `pairlens export report --run ${id} --metric ${metric} --out report.html`,
    `pairlens export metrics --run ${id} --out metrics.parquet`,
    `pairlens export aggregates --run ${id} --out aggregates.parquet`,
    `pairlens export notebook --run ${id} --metric ${metric} --out study.ipynb`,
    `pairlens export bundle --run ${id} --out run.pairlens`,
  ];
}
