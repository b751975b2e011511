/**
 * What is to be known of a run before it: each pair is given to the tokenizer, and nothing to the model. It is done a little
 * at a time, so that others are answered meanwhile.
 */
import { type ComparablePair, comparableSizes } from '../../../core/analyses/statistics/comparable-sizes.ts';
import type { AlignmentMethod } from '../../../core/pairs/alignment.ts';
import { sameShape, type Shape, shapeOfChange } from '../../../core/statistics/shape.ts';
import type { Pair } from '../../../shared/entities.ts';
import type { RunCheck } from '../../../shared/pair-quality.ts';
import type { RunLoad } from '../../../shared/run-costs.ts';
import { sideAsText } from '../sets/pair-content.ts';
import { correctionsOfSet, type PositionPairs } from '../store/alignment-corrections.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { pairsOfSetAfter } from '../store/pairs.ts';
import type { PlannedPair } from '../store/planned-pairs.ts';
import { Turn } from '../threads/turns.ts';
import { type PairModel, type PreparedPair, preparePair } from './prepare-pair.ts';
import { QualityTally } from './quality-tally.ts';

/** Pairs that are read together. */
const WINDOW = 256;
/** Between two reports. */
const TOLD_EVERY_MS = 250;

export interface PairsToCheck {
  readonly setId: number;
  readonly controlSetId: number | null;
  /** Of both sets. */
  readonly total: number;
  readonly alignment: AlignmentMethod;
  readonly tokenizerHash: string;
}

/** Tells how far it is now and then, and at the end all of it. */
export async function* checkPairs(
  database: ReadableDatabase,
  model: PairModel,
  { setId, controlSetId, total, alignment, tokenizerHash }: PairsToCheck,
): AsyncGenerator<RunCheck, void, void> {
  const found: Found = {
    tally: new QualityTally(),
    load: { comparisons: 0, tokens: 0, squares: 0 },
    comparable: { set: [], control: [] },
  };
  const { tally, load, comparable } = found;
  let checked = 0;
  let told = performance.now();
  const turn = new Turn();
  for (const [role, id] of [
    ['set', setId],
    ['control', controlSetId],
  ] as const) {
    if (id === null) continue;
    const byHand = new Map(
      correctionsOfSet(database, id, tokenizerHash).map(({ pairId, aligned }) => [pairId, aligned]),
    );
    for (let after = -1; ;) {
      const window = pairsOfSetAfter(database, id, after, WINDOW);
      for (const pair of window) {
        look(planned(pair, role, byHand.get(pair.id) ?? null), pair, model, alignment, found);
        checked++;
        if (!turn.isOver) continue;
        await turn.give();
        if (performance.now() - told < TOLD_EVERY_MS) continue;
        told = performance.now();
        yield { checked, total, roles: tally.roles(), load: { ...load }, sizes: null };
      }
      const last = window.at(-1);
      if (last === undefined) break;
      after = last.position;
    }
  }
  // Pairs that were added meanwhile are checked as well.
  const sizes = comparableSizes(comparable.set, comparable.control);
  yield { checked, total: checked, roles: tally.roles(), load, sizes };
}

/** What has been found by now. */
interface Found {
  readonly tally: QualityTally;
  readonly load: RunLoad;
  readonly comparable: Readonly<Record<'set' | 'control', ComparablePair[]>>;
}

/** As a run would have it in its plan: a person's alignment is of the counterfactual. */
function planned(pair: Pair, role: 'set' | 'control', correction: PositionPairs | null): PlannedPair {
  const state = 'planned';
  const hasNeutral = role === 'set' && (pair.neutral !== null || pair.neutralIds !== null);
  return {
    pairId: pair.id,
    role,
    position: pair.position,
    original: pair.original,
    originalIds: pair.originalIds,
    comparisons: [
      { state, role, correction, text: pair.counterfactual, ids: pair.counterfactualIds },
      ...(hasNeutral
        ? [
            {
              state,
              role: 'neutral' as const,
              correction: null,
              text: pair.neutral,
              ids: pair.neutralIds,
            } as const,
          ]
        : []),
    ],
  };
}

function look(
  plan: PlannedPair,
  pair: Pair,
  model: PairModel,
  alignment: AlignmentMethod,
  { tally, load, comparable }: Found,
): void {
  const { prepared, failed } = preparePair(plan, model, alignment);
  if (prepared !== null) {
    comparable[plan.role].push(...comparablePair(prepared, pair));
    load.comparisons += prepared.comparisons.length;
    for (const { length } of [prepared.originalIds, ...prepared.comparisons.map(({ ids }) => ids)]) {
      load.tokens += length;
      load.squares += length ** 2;
    }
  }
  for (const { item, noted } of prepared?.comparisons ?? [])
    if (noted !== null)
      tally.measured(item.role, noted, {
        pairId: pair.id,
        position: pair.position,
        original: sideAsText(pair.original, pair.originalIds),
        compared:
          item.role === 'neutral'
            ? sideAsText(pair.neutral, pair.neutralIds)
            : sideAsText(pair.counterfactual, pair.counterfactualIds),
      });
  for (const { item, failure } of failed) tally.failed(item.role, failure);
}

/**
 * Whether a run that aligns by itself what no person has aligned compares a pair with its neutral.
 * @param correction a person's alignment of the counterfactual
 */
export function isComparedWithNeutral(
  pair: Pair,
  model: PairModel,
  correction: PositionPairs | null,
): boolean {
  const { prepared } = preparePair(planned(pair, 'set', correction), model, 'auto');
  return prepared !== null && comparablePair(prepared, pair)[0]?.hasNeutral === true;
}

/** None where the counterfactual cannot be measured, though a neutral may. */
function comparablePair(
  { originalIds, comparisons }: PreparedPair,
  { cluster, label }: Pair,
): ComparablePair[] {
  const shapes = new Map<'own' | 'neutral', Shape>();
  for (const { item, ids, alignment } of comparisons) {
    const aligned = Array.from(
      alignment.original,
      (position, s) => [position, alignment.counterfactual[s] ?? -1] as const,
    );
    shapes.set(item.role === 'neutral' ? 'neutral' : 'own', shapeOfChange(originalIds, ids, aligned));
  }
  const [own, neutral] = [shapes.get('own'), shapes.get('neutral')];
  if (own === undefined) return [];
  return [{ shape: own, cluster, label, hasNeutral: neutral !== undefined && sameShape(own, neutral) }];
}
