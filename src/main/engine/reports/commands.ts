/** The commands that make a run again, and what a report has of it. */
import {
  type ComparisonChoice,
  DEFAULT_CHOICE,
} from '../../../core/analyses/statistics/comparison-choice.ts';
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { FigureSpec } from '../../../core/registries/figures.ts';
import type { Run } from '../../../shared/entities.ts';

/** As a shell reads it as one word. */
export function shellWord(text: string): string {
  return /^[\w./:@%+,=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** `marginOf: 'unit'` as `--margin-of unit`. @param fields of an object of options; those that are undefined are left out */
export function flagWords(fields: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(fields).flatMap(([field, value]) => {
    if (value === undefined) return [];
    const flag = field.replace(/Id$/, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return [`--${flag}`, shellWord(textOf(value))];
  });
}

/** As the command line reads a value: lists with commas, other objects as JSON. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What of a comparison is not as it is by default. */
function chosen(comparison: ComparisonChoice): Readonly<Record<string, unknown>> {
  const standard: Readonly<Record<string, unknown>> = DEFAULT_CHOICE;
  return Object.fromEntries(
    Object.entries(comparison).filter(([field, value]) => String(value) !== String(standard[field])),
  );
}

/** Where a run is made again: names of sets are those of the first project there. */
const ELSEWHERE = 'again.db';

/** Brings the sets of a run into a workspace of its own. */
export function setsElsewhere({ id }: Pick<Run, 'id'>): string[] {
  return [
    `pairlens export bundle --run ${id} --out run.pairlens`,
    `pairlens import run.pairlens --store ${ELSEWHERE}`,
  ];
}

/** Measures the same pairs with the same model again. */
export function runCommand({ set, controlSet, model, provenance }: Run): string {
  const { alignment, keep, queries, seed, comparison } = provenance;
  return [
    'pairlens run',
    ...flagWords({ pairs: set.name, control: controlSet?.name, model: model.name }),
    ...flagWords({ alignment, keep, queries, seed }),
    ...flagWords(chosen(comparison)),
    ...flagWords({ store: ELSEWHERE }),
  ].join(' ');
}

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
