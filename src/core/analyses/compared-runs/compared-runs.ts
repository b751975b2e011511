/** What a comparison of two runs came to: plain data, as engine, screens, figures and files have it. */
import { type PartOfRun, partOfRun } from '../../figures/part-of-run.ts';
import type { MetricName } from '../../metrics/catalogue.ts';
import type { StatisticsRow } from '../statistics/rows.ts';
import type { Quantity } from './model-quantities.ts';
import type { RunsDesign } from './runs-design.ts';

/** A head in both runs: the difference is the first less the second. */
export interface HeadOfRuns extends StatisticsRow {
  readonly first: number | null;
  readonly second: number | null;
}

/** What models with different heads have in common; `layer` and `head` are 0. */
export interface QuantityOfRuns extends HeadOfRuns {
  readonly quantity: Quantity;
}

export interface RunsCompared {
  readonly metric: MetricName;
  readonly design: RunsDesign;
  /** Every head by layer and head; none where the heads differ. */
  readonly heads: readonly HeadOfRuns[];
  /** Where the heads differ. */
  readonly quantities: readonly QuantityOfRuns[];
  /** [layers][heads] of each run, where the heads differ: means over the pairs of the comparison, less what is taken away. */
  readonly means: readonly [
    first: readonly (readonly (number | null)[])[],
    second: readonly (readonly (number | null)[])[],
  ];
}

/** Two runs as words, captions and tables call them. */
export interface NamedRun {
  readonly id: number;
  readonly model: string;
  readonly set: string;
  readonly controlSet: string | null;
  /** Where it is not over. */
  readonly part?: PartOfRun | undefined;
}

export function namedRun(run: {
  readonly id: number;
  readonly model: { readonly name: string };
  readonly set: { readonly name: string };
  readonly controlSet: { readonly name: string } | null;
  readonly state: string;
  readonly done: number;
  readonly total: number;
}): NamedRun {
  return {
    id: run.id,
    model: run.model.name,
    set: run.set.name,
    controlSet: run.controlSet?.name ?? null,
    part: partOfRun(run),
  };
}
