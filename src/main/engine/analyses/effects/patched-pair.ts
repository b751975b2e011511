/** Two statements of which one is patched with the other: both runs, and what a patched row comes to between them. */
import type { Effect } from '../../../../core/effects/effects.ts';
import { isApart, shareOfWay } from '../../../../core/effects/outcomes.ts';
import { isToNeutral } from '../../effects/chosen-effect.ts';
import {
  type EffectRow,
  holdsLogits,
  outcomeOf,
  rawOutcome,
  readsOf,
  targetsOfRows,
} from '../../effects/read-outcomes.ts';
import { TOKENS_PER_BATCH } from '../../inference/batches.ts';
import type { Activation } from '../../inference/hooked-session.ts';
import { checkFinite } from '../../inference/not-finite.ts';
import { release } from '../../inference/release.ts';
import type { Replacement } from '../../inference/replacement.ts';
import type { Targets } from '../../inference/targets.ts';
import type { LoadedModel } from '../../models/library.ts';
import { outputOf } from '../../runs/measure-batch.ts';
import type { PassLimits } from '../passes.ts';

export interface PatchedStatement {
  readonly ids: readonly number[];
  /** Without it every token is of type 0. */
  readonly tokenTypes?: readonly number[] | undefined;
}

export type PatchSide = 'original' | 'counterfactual';

/** What is read off the end of a row that runs on one of the statements. */
export interface RowReader {
  /** Hook points and scores that are read. */
  readonly hooks: readonly string[];
  /** Of a row, for the scores that need it. */
  readonly targets: Targets[number] | undefined;
  /** Whether its passes hold all logits. */
  readonly holdsLogits: boolean;
  /** How far the row has gone from its own statement to the other, 0 to 1. */
  read(outputs: ReadonlyMap<string, Activation>, row: number): number;
}

/** A statement with nothing replaced. */
export interface RecordedStatement extends PatchedStatement {
  /** What was asked for, [1, position, …], by hook point. */
  readonly values: ReadonlyMap<string, Float32Array>;
}

export interface RecordedPair {
  readonly original: RecordedStatement;
  readonly counterfactual: RecordedStatement;
  /** Of rows that run on this statement; null where the two runs are not apart. */
  reader(side: PatchSide): RowReader | null;
}

/** What is measured of a pair; `neutral` is the third sentence of a cosine to it. */
export interface MeasuredStatements {
  readonly original: PatchedStatement;
  readonly counterfactual: PatchedStatement;
  readonly neutral: PatchedStatement | null;
  readonly rows: { readonly original: EffectRow; readonly counterfactual: EffectRow };
}

/**
 * Runs both statements, in the graph that can replace at the hook points of `replaceable`.
 * @throws PairlensError ACTIVATION_NOT_FINITE; as LoadedModel.runVariant
 */
export async function recordPair(
  model: Pick<LoadedModel, 'runVariant'>,
  { original, counterfactual, neutral, rows }: MeasuredStatements,
  effect: Effect,
  hooks: readonly string[],
  replaceable: ReadonlyMap<string, Replacement>,
): Promise<RecordedPair> {
  const kept: RecordedStatement[] = [];
  const run = async (statement: PatchedStatement, row: EffectRow) => {
    const targets = targetsOfRows(effect, [row]);
    const outputs = await model.runVariant(rowsOfStatement(statement, 1), [...hooks, ...readsOf(effect)], {
      replacements: replaceable,
      ...(targets && { targets }),
    });
    checkFinite('statement', outputs);
    const raw = rawOutcome(effect, outputs, 0, row);
    const values = new Map(hooks.map((hook) => [hook, outputOf(outputs, hook).data] as const));
    release([...outputs].filter(([name]) => !values.has(name)).map(([, output]) => output));
    const recorded = { ...statement, values, raw };
    kept.push(recorded);
    return recorded;
  };
  const runAll = async () => {
    const own = {
      original: await run(original, rows.original),
      counterfactual: await run(counterfactual, rows.counterfactual),
    };
    if (!isToNeutral(effect)) return { own, reference: own.original.raw };
    if (neutral === null) return { own, reference: null };
    const third = await run(neutral, { ...rows.original, tokens: neutral.ids.length });
    releaseStatement(third);
    return { own, reference: third.raw };
  };
  const { own, reference } = await runAll().catch((error: unknown) => {
    kept.forEach(releaseStatement);
    throw error;
  });
  const outcomes = {
    original: outcomeOf(effect, own.original.raw, reference),
    counterfactual: outcomeOf(effect, own.counterfactual.raw, reference),
  };
  const areApart = isApart(outcomes.original, outcomes.counterfactual, effect.least);
  return {
    ...own,
    reader(side) {
      if (!areApart) return null;
      const [from, to] =
        side === 'original'
          ? [outcomes.original, outcomes.counterfactual]
          : [outcomes.counterfactual, outcomes.original];
      return {
        hooks: readsOf(effect),
        holdsLogits: holdsLogits(effect),
        targets: targetsOfRows(effect, [rows[side]])?.[0],
        read: (outputs, row) =>
          shareOfWay(outcomeOf(effect, rawOutcome(effect, outputs, row, rows[side]), reference), from, to),
      };
    },
  };
}

/** Of the passes whose rows are read so. */
export function passLimits(reader: Pick<RowReader, 'holdsLogits'>): PassLimits {
  return { tokens: TOKENS_PER_BATCH, logits: reader.holdsLogits, patterns: false };
}

/** Its memory lies outside of JavaScript's heap. */
export function releasePair({ original, counterfactual }: RecordedPair): void {
  [original, counterfactual].forEach(releaseStatement);
}

function releaseStatement({ values }: RecordedStatement): void {
  release(Array.from(values.values(), (data) => ({ data })));
}

/** A statement, as often as there are rows. */
export function rowsOfStatement({ ids, tokenTypes }: PatchedStatement, rows: number) {
  return {
    inputIds: Array.from({ length: rows }, () => ids),
    ...(tokenTypes && { tokenTypeIds: Array.from({ length: rows }, () => tokenTypes) }),
  };
}
