/** A kind of figure as the engine has it: its drawing, and what finds the data that is drawn. */
import type { AnalysisDefinition } from '../../../core/analyses/analysis.ts';
import type { MeansSoFar } from '../../../core/analyses/statistics/so-far-map.ts';
import type { ComparisonChange } from '../../../core/analyses/statistics/comparison-choice.ts';
import type { ComparisonDesign } from '../../../core/analyses/statistics/comparison-design.ts';
import type { z } from 'zod';
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { NamedTensors } from '../../../core/analyses/named-tensor.ts';
import type { FigureDrawing, FigureSchema } from '../../../core/figures/figure-drawing.ts';
import type { Compared } from '../../../core/figures/pair-maps.ts';
import { type FigureSource, figureSource } from '../../../core/figures/figure.ts';
import type { RunsCompared } from '../../../core/analyses/compared-runs/compared-runs.ts';
import type { RunsRequest } from '../../../core/analyses/compared-runs/runs-spec.ts';
import type { Analysis } from '../../../shared/analyses.ts';
import type { AggregateRow, ModelProbe, Run } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { provenanceOfAnalysis } from './provenance-of-analysis.ts';
import type { Probes } from '../models/probes.ts';
import type { PairService } from '../pairs/service.ts';
import type { InductionCircuit, InductionCircuitRequest } from '../../../shared/circuits.ts';
import type { AttributionRequest, LensGrid, LensRequest, Predictions } from '../../../shared/predictions.ts';
import type { PatchedPair, PatchedPairRequest } from '../../../shared/patched-pair.ts';
import type { StatementLength } from '../../../core/figures/length-bins.ts';
import type { ItemAttention, ItemRequest } from '../../../shared/item-view.ts';
import type { ItemValues } from '../store/analysis-results.ts';
import type { ResultsService } from '../results/service.ts';
import { provenanceOf } from '../runs/provenance.ts';
import type { RunService } from '../runs/service.ts';
import type { Asked } from '../threads/readings.ts';

/** What figures of statistics are made from. */
export interface FigureStatistics {
  rows(request: {
    readonly runId: number;
    readonly group: string;
    readonly metrics?: readonly MetricName[] | undefined;
    readonly choice?: ComparisonChange | undefined;
  }): Promise<AggregateRow[]>;
}

/** What figures of analyses are made from. */
export interface FigureAnalyses {
  get(request: { readonly id: number }): Analysis;
  /** @throws PairlensError CONFLICT when it is not done */
  read(request: { readonly id: number }): Promise<NamedTensors>;
  /** Of a kind that is known here. */
  definition(kind: string): AnalysisDefinition;
}

/** What figures of one item of an analysis are made from. */
export interface FigureItems {
  /** The tokens of each of its statements. */
  tokens(request: {
    readonly id: number;
    readonly position: number;
  }): Promise<readonly (readonly string[])[]>;
  /** Its statements with the attention of one head. */
  attention(request: ItemRequest): Promise<ItemAttention>;
}

/** What figures of two runs are made from. */
export interface FigureComparisons {
  compare(request: RunsRequest): Promise<RunsCompared>;
}

/** What a kind of figure can ask for its data. */
export interface FigureServices {
  readonly runs: Pick<RunService, 'get'>;
  readonly results: Asked<
    Pick<ResultsService, 'values'> & {
      resultsHistograms: ResultsService['histograms'];
      resultsCount: ResultsService['count'];
    }
  >;
  /** How long the statements of a run are. */
  readonly statements: Asked<{ lengthsOfRun(runId: number): StatementLength[] }>;
  readonly pairs: Pick<PairService, 'detail' | 'mapTensors' | 'smallMapTensors'>;
  readonly aggregates: FigureStatistics;
  readonly comparisons: FigureComparisons;
  readonly analyses: FigureAnalyses;
  /** What is read off the store at once: numbers by item of analyses, means of a run that is going on, what it compares. */
  readonly readings: Asked<{
    comparisonDesign(request: {
      readonly runId: number;
      readonly group: string;
      readonly choice?: ComparisonChange | undefined;
    }): ComparisonDesign;
    itemValues(request: { readonly id: number; readonly name: string; readonly index: number }): ItemValues;
    meansSoFar(request: { readonly runId: number; readonly metric: MetricName }): MeansSoFar;
  }>;
  /** Single items of analyses. */
  readonly items: FigureItems;
  /** Models on an input of their own. */
  readonly probes: Pick<Probes, 'patterns' | 'values' | 'about'>;
  /** What is foretold in a text, and what it comes from. */
  readonly textReadings: {
    lens(request: LensRequest): Promise<LensGrid>;
    predictions(request: ModelProbe): Promise<Pick<Predictions, 'tokens' | 'positions'>>;
    /** The bytes of a safetensors file. */
    attribution(request: AttributionRequest): Promise<Blob>;
  };
  /** Induction on a text of its own. */
  readonly circuits: {
    induction(request: InductionCircuitRequest): Promise<InductionCircuit>;
  };
  /** Pairs that are patched live. */
  readonly patchedPairs: { heads(request: PatchedPairRequest): Promise<PatchedPair> };
}

/** Where a figure comes from: plain data, which its file carries. */
export interface FigureProvenance {
  /** The version that computed what is drawn. */
  readonly pairlens: string;
  readonly [fact: string]: unknown;
}

export interface LoadedFigure<Data> {
  readonly data: Data;
  readonly provenance: FigureProvenance;
}

/** `Spec` is what the schema reads. */
export interface FigureKind<Spec = { readonly kind: string }, Data = unknown> extends FigureDrawing<
  FigureSchema,
  Data
> {
  /** @throws PairlensError NOT_FOUND for what the workspace does not have, and what the services throw */
  load(this: void, services: FigureServices, spec: Spec): Promise<LoadedFigure<Data>>;
}

/** Kinds of figures, each under its name. */
export type FigureKinds = Readonly<Record<string, FigureKind>>;

/** The run that a figure is of. */
export interface RunOfFigure {
  readonly run: Run;
  /** What its caption says of the run. */
  readonly source: FigureSource;
}

/**
 * A kind of figure of a run, which its specification names with `runId`.
 * @param dataOf finds the data, with the run at hand
 */
export function figureOfRun<Schema extends FigureSchema & z.ZodType<{ readonly runId: number }>, Data>(
  drawing: FigureDrawing<Schema, Data>,
  dataOf: (services: FigureServices, run: RunOfFigure, spec: z.output<Schema>) => Data | Promise<Data>,
): FigureKind<z.output<Schema>, Data> {
  return {
    ...drawing,
    async load(services, spec) {
      const run = services.runs.get({ id: spec.runId });
      const data = await dataOf(services, { run, source: figureSource(run) }, spec);
      return { data, provenance: provenanceOf(run) };
    },
  };
}

/** An analysis that a figure is of: what is known of it, and what it came to. */
export interface AnalysisOfFigure {
  readonly analysis: Analysis;
  readonly definition: AnalysisDefinition;
  readonly result: NamedTensors;
}

/**
 * A kind of figure of an analysis, which its specification names with `analysisId`.
 * @param kind of the analysis: one of another kind is refused; null for a figure of any kind
 */
export function figureOfAnalysis<
  Schema extends FigureSchema & z.ZodType<{ readonly analysisId: number }>,
  Data,
>(
  kind: string | null,
  drawing: FigureDrawing<Schema, Data>,
  dataOf: (of: AnalysisOfFigure, spec: z.output<Schema>, services: FigureServices) => Data | Promise<Data>,
): FigureKind<z.output<Schema>, Data> {
  return {
    ...drawing,
    async load(services, spec) {
      const { analyses } = services;
      const analysis = analyses.get({ id: spec.analysisId });
      if (kind !== null && analysis.kind !== kind)
        throw new PairlensError(
          'NOT_FOUND',
          `analysis ${analysis.id} is of kind ${analysis.kind}, not ${kind}`,
          {
            id: analysis.id,
          },
        );
      const result = await analyses.read({ id: spec.analysisId });
      const definition = analyses.definition(analysis.kind);
      const data = await dataOf({ analysis, definition, result }, spec, services);
      return { data, provenance: provenanceOfAnalysis(analysis) };
    },
  };
}

/** The role in which a pair is looked at: undefined for that of its counterfactual, whether of set or control. */
export function roleOf({ compared }: { readonly compared?: Compared | undefined }): 'neutral' | undefined {
  return compared === 'neutral' ? 'neutral' : undefined;
}
