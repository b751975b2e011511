/** What a report is made of: everything in it comes from the workspace, gathered by service.ts. */
import type { ComparisonDesign } from '../../../core/analyses/statistics/comparison-design.ts';
import type { Findings } from '../../../core/analyses/statistics/findings.ts';
import type { StatisticsRow } from '../../../core/analyses/statistics/rows.ts';
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { FigureSpec } from '../../../core/registries/figures.ts';
import type { Pair, Run, RunItemError } from '../../../shared/entities.ts';
import type { RunQuality } from '../../../shared/pair-quality.ts';
import type { RunSoundness } from '../../../shared/run-soundness.ts';
import type { FigureParts } from '../figures/draw-figure.ts';
import type { LabelOfRun } from '../store/reported-pairs.ts';

/** A set as the run has it. */
export interface ReportedSet {
  readonly name: string;
  readonly description: string;
  readonly source: string;
  /** Of what the run measured. */
  readonly labels: readonly LabelOfRun[];
  readonly examples: readonly Pair[];
}

/** An analysis that is done, of the same model. */
export interface ReportedAnalysis {
  readonly id: number;
  readonly title: string;
  readonly kind: string;
  /** 'this run', 'the set negation', 'the model alone' */
  readonly of: string;
  /** The control set; null: none, where its kind takes one; undefined: its kind takes none. */
  readonly controlSet: string | null | undefined;
  /** The first of its findings; null where it follows an older definition, and is not read. */
  readonly headline: string | null;
}

export interface ReportedFigure {
  readonly spec: FigureSpec;
  readonly parts: FigureParts;
}

export interface Report {
  readonly run: Run;
  readonly project: { readonly name: string; readonly description: string };
  readonly metric: MetricName;
  readonly design: ComparisonDesign;
  readonly findings: Findings;
  /** Every head, of every metric of the run. */
  readonly rows: readonly StatisticsRow[];
  readonly set: ReportedSet;
  /** null for a run without */
  readonly controlSet: ReportedSet | null;
  readonly quality: RunQuality;
  readonly soundness: RunSoundness;
  /** The first of them; how many there are is said by the run. */
  readonly errors: readonly RunItemError[];
  readonly analyses: readonly ReportedAnalysis[];
  readonly figures: readonly ReportedFigure[];
}

/** Names of the data that sentences may have in them. */
export function namesIn({ run, project }: Pick<Report, 'run' | 'project'>): string[] {
  return [run.set.name, run.controlSet?.name ?? '', run.model.name, project.name].filter(
    (name) => name !== '',
  );
}

/** Whether the set is compared with anything. */
export function hasControl({ design }: Pick<Report, 'design'>): boolean {
  return design.kind !== 'none';
}
