/** From a pair to what is run of it: statements, what corresponds in them, and where their outcomes are read. */
import type { PatchDirection } from '../../../../core/analyses/patching/hooks.ts';
import type { PatchState } from '../../../../core/analyses/pair-states.ts';
import { rolesOf } from '../../../../core/analyses/patching/roles.ts';
import { type Effect, EFFECTS } from '../../../../core/effects/effects.ts';
import { alignedPositions } from '../../../../core/pairs/align.ts';
import { areSame } from '../../../../core/pairs/pair-notes.ts';
import { placeInStatement } from '../../effects/chosen-effect.ts';
import type { LoadedModel } from '../../models/library.ts';
import type { PositionPairs } from '../../store/alignment-corrections.ts';
import { alignAsCorrected } from '../../tokenizers/align-statements.ts';
import { checkIds } from '../../tokenizers/statement-ids.ts';
import type { StatementToRun } from './statement-runs.ts';

export type PatchModel = Pick<LoadedModel, 'tokenizer' | 'dimensions'>;

/** As {@link preparePatch} leaves it: whether the two runs are apart is seen when they are run. */
export interface PreparedPatch extends PreparedSide {
  readonly state: Exclude<PatchState, 'not apart' | 'no neutral'>;
}

/** What is put into what: positions of the statement that is run, and of the one that is taken from. */
export interface PreparedDirection {
  readonly direction: PatchDirection;
  readonly aligned: readonly (readonly [source: number, base: number])[];
  /** Positions of the base without partner. */
  readonly inserted: readonly number[];
  /** [base tokens] places in ROLES */
  readonly roles: Int32Array;
}

export interface PreparedSide {
  readonly state: PatchState;
  readonly ids: readonly number[];
  /** [original, other] */
  readonly aligned: readonly (readonly [number, number])[];
  /** Tokens without partner, in both statements together. */
  readonly inserted: number;
  /** null where nothing is run. */
  readonly original: StatementToRun | null;
  readonly other: StatementToRun | null;
  readonly directions: readonly PreparedDirection[];
}

export interface PatchQuestion {
  readonly effect: Effect;
  readonly directions: readonly PatchDirection[];
  /** Ids of the target and of what it is held against; null where a pair has none that is one token. */
  readonly targets: readonly number[] | null;
  /** Positions of the original. */
  readonly marked: readonly number[];
  readonly correction: PositionPairs | null;
  /** By position, of both statements: as many as the longer one has tokens, or more. */
  readonly tokenTypes?: readonly number[] | undefined;
}

/**
 * @param other the counterfactual, or the neutral
 * @throws PairlensError INPUT_INVALID for ids that the vocabulary does not have
 */
export function preparePatch(
  original: readonly number[],
  other: readonly number[],
  model: PatchModel,
  question: PatchQuestion,
): PreparedPatch {
  const { maxPositions, vocabularySize } = model.dimensions;
  const nothing = { ids: other, aligned: [], inserted: 0, original: null, other: null, directions: [] };
  if (Math.max(original.length, other.length) > maxPositions) return { ...nothing, state: 'too long' };
  checkIds('the original', original, vocabularySize);
  checkIds('the other statement', other, vocabularySize);
  const specialIds = model.tokenizer?.specialIds ?? new Set<number>();
  const asked = { correction: question.correction, method: 'auto' } as const;
  const alignment = alignAsCorrected(original, other, asked, model.tokenizer);
  const aligned = alignedPositions(alignment);
  const { unalignedOriginal, unalignedCounterfactual } = alignment;
  const shared = { ids: other, aligned, inserted: unalignedOriginal.length + unalignedCounterfactual.length };
  if (areSame(original, other)) return { ...nothing, ...shared, state: 'same' };
  if (aligned.length === 0) return { ...nothing, ...shared, state: 'not aligned' };
  if (question.targets === null) return { ...nothing, ...shared, state: 'no token' };
  const places = placesOf(original, other, aligned, model, question.effect);
  if (places === null) return { ...nothing, ...shared, state: 'no position' };
  const counted = commonTokens(original, other, aligned);
  if (question.effect.kind === 'loss' && counted.length === 0)
    return { ...nothing, ...shared, state: 'no position' };
  const statement = (ids: readonly number[], side: 0 | 1): StatementToRun => ({
    ids,
    tokenTypes: question.tokenTypes?.slice(0, ids.length),
    row: {
      tokens: ids.length,
      position: places[side],
      targets: question.targets ?? [],
      counted: counted.map((pair) => [pair[side], ids[pair[side]] as number] as const),
    },
  });
  const marks = {
    original: question.marked.filter((position) => position < original.length),
    other: aligned.flatMap(([i, j]) => (question.marked.includes(i) ? [j] : [])),
  };
  return {
    ...shared,
    state: 'measured',
    original: statement(original, 0),
    other: statement(other, 1),
    directions: question.directions.map((direction): PreparedDirection => {
      const intoOther = direction === 'denoising';
      const [base, partner] = intoOther ? [other, original] : [original, other];
      const pairs = intoOther ? aligned : aligned.map(([i, j]) => [j, i] as const);
      const inserted = Array.from(intoOther ? unalignedCounterfactual : unalignedOriginal);
      const missing = intoOther ? unalignedOriginal : unalignedCounterfactual;
      return {
        direction,
        aligned: pairs,
        inserted,
        roles: rolesOf({
          tokens: base.length,
          changed: [
            ...inserted,
            ...pairs.flatMap(([from, to]) => (partner[from] === base[to] ? [] : [to])),
          ].toSorted((a, b) => a - b),
          gaps: gapsOf(missing, pairs, base.length),
          special: base.flatMap((id, position) => (specialIds.has(id) ? [position] : [])),
          marked: intoOther ? marks.other : marks.original,
        }),
      };
    }),
  };
}

/** The side with nothing to run: a pair that lacks the neutral which its effect is measured to. */
export function withoutNeutral(side: PreparedSide): PreparedSide {
  if (side.state !== 'measured') return side;
  return { ...side, state: 'no neutral', original: null, other: null, directions: [] };
}

/** Where the outcome is read in either statement; null where one has no such place. */
function placesOf(
  original: readonly number[],
  other: readonly number[],
  aligned: readonly (readonly [number, number])[],
  { tokenizer }: PatchModel,
  { kind, position }: Effect,
): readonly [number | null, number | null] | null {
  if (!EFFECTS[kind].hasPosition) return [null, null];
  const first = placeInStatement(position, original, tokenizer);
  const second =
    typeof position === 'number'
      ? (aligned.find(([i]) => i === position)?.[1] ?? null)
      : placeInStatement(position, other, tokenizer);
  return first === null || second === null ? null : [first, second];
}

/** Aligned positions with the same token, but for the first: nothing foretells that. */
function commonTokens(
  original: readonly number[],
  other: readonly number[],
  aligned: readonly (readonly [number, number])[],
): (readonly [number, number])[] {
  return aligned.filter(([i, j]) => i > 0 && j > 0 && original[i] === other[j]);
}

/** Positions of the base before which its partner has tokens that it lacks. */
function gapsOf(
  missing: Int32Array,
  aligned: readonly (readonly [source: number, base: number])[],
  tokens: number,
): number[] {
  return [...new Set(Array.from(missing, (at) => aligned.find(([source]) => source > at)?.[1] ?? tokens))];
}
