/**
 * What an analysis is, whichever kind: the half that is pure. A kind has a folder here, with its definition and its
 * arithmetic; a folder in src/main/engine/analyses, which plans its items and computes them with the model; one in
 * src/renderer/lib with its screen; and a line in the registry of each. docs/adding-an-analysis.md walks through one.
 */
import type { z } from 'zod';
import type { AnalysisAbout } from './analysis-about.ts';
import type { AnalysisName } from './analysis-name.ts';
import type { NamedTensors } from './named-tensor.ts';
import type { PairForm } from './pair-form.ts';
import type { HeadPlace, HeadProfile, HeadQuantity, HeadQuestion } from './of-heads.ts';

/**
 * What an analysis can be made of, beside the model: nothing (it draws what it needs), the pairs of a run, a set of pairs
 * with or without a control set, a set of texts, or token ids that are given with it.
 */
export const ANALYSIS_SUBJECTS = ['model', 'run', 'pairs', 'texts', 'ids'] as const;
export type AnalysisSubjectKind = (typeof ANALYSIS_SUBJECTS)[number];

export interface AnalysisDefinition<
  Options = unknown,
  Kind extends string = string,
> extends AnalysisName<Kind> {
  /** Goes up whenever the numbers that it gives change: results of an older version are not taken for today's. */
  readonly version: number;
  /** What it answers, in a sentence. */
  readonly summary: string;
  /** Of a kind that is listed: what its form says of it. */
  readonly about?: AnalysisAbout | undefined;
  /** What it can be made of; a form offers the first of them first. */
  readonly takes: readonly AnalysisSubjectKind[];
  /** Of a kind that takes pairs: whether they can be held against those of a control set. */
  readonly comparesWithControl?: boolean | undefined;
  /** Of a kind that takes pairs of one form alone. */
  readonly pairForm?: PairForm | undefined;
  /** Of a kind that takes token ids: their object, as `--inputs FILE.json` has it. */
  readonly ids?: z.ZodObject | undefined;
  /** Whether it can be made of a model of this architecture: what is not listed as suitable is not offered. */
  suits(this: void, model: { readonly architecture: string }): boolean;
  /** What models lack that do not suit: "no decoder". */
  readonly unsuited?: string | undefined;
  /** Whether it needs a model that foretells tokens, which its architecture does not say: one with a language-model head. */
  readonly foretells?: boolean | undefined;
  /** Whether it says something of a model without layers, too. */
  readonly takesNoLayers?: boolean | undefined;
  /**
   * What is read of the texts or the pairs that are given ("10 texts of news"), in a sentence, where that is not simply all of
   * them: where some are drawn or left out, or something is drawn beside them. The work does not go by how many are given then.
   */
  reads?(this: void, given: string, model: string, options: Readonly<Record<string, unknown>> | null): string;
  /** What its items are called, in the plural: "sequences". */
  readonly unit: string;
  /** A z.object, every option with a default, a description and limits: the command line makes its flags of them. */
  readonly options: z.ZodObject & z.ZodType<Options>;
  /**
   * Whether it can be computed in shards: of a kind whose items are texts or pairs, or are drawn as if they were, so that each
   * process has a share of them. Of any other what all items need would be computed in every process.
   */
  readonly inShards?: boolean | undefined;
  /** Of a kind that is listed: a command that its help gives, and its page in docs/analyses. */
  readonly example?: string | undefined;
  /**
   * Whether what was computed of each item stays when it is put together, so that a screen can ask for the values of one
   * head over all items. Otherwise it goes.
   */
  readonly keepsParts?: boolean | undefined;
  readonly tables: readonly AnalysisTable[];
  /** What its export draws: each under a name for the file, with the specification but for the number of the analysis. */
  readonly figures: readonly AnalysisFigure[];
  /** What was found, in sentences made of the numbers of the result: the headline first. */
  findings(this: void, result: NamedTensors): string[];
  /**
   * What it knows of the heads of its model: a number each for every head, with what they are called by it. A head's page
   * and the catalogue are made of it. Without it the kind says nothing of single heads. See ./of-heads.ts.
   */
  ofHeads?(this: void, result: NamedTensors): readonly HeadQuantity[];
  /** The questions of a head's page that it helps to answer: where nothing is known yet, the page offers it. */
  readonly answers?: readonly HeadQuestion[];
  /** Curves of one head: its mean pattern by relative position, a profile around a cue. */
  profilesOfHead?(this: void, result: NamedTensors, head: HeadPlace): readonly HeadProfile[];
}

export interface AnalysisFigure {
  readonly name: string;
  readonly spec: { readonly kind: string; readonly [field: string]: unknown };
  /** A tensor of the result without which there is nothing to draw: results of token ids may be without means, those without texts have no counts. */
  readonly needs?: string;
}

export type Cell = string | number | null;

/** A CSV file of the export. */
export interface AnalysisTable {
  /** Its name without '.csv'. */
  readonly name: string;
  /** A tensor of the result without which it has no rows: an export leaves it out then. */
  readonly needs?: string;
  readonly columns: readonly string[];
  /** null: undefined. */
  rows(this: void, result: NamedTensors): Iterable<readonly Cell[]>;
}
