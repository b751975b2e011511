/**
 * The pairs whose statements are patched with each other: of a run those that it measured, as it aligned them; of a set all;
 * or one pair of token ids. docs/science.md, _Effects_.
 */
import type { PatchState } from '../../../../core/analyses/pair-states.ts';
import { clusterNumbers } from '../../../../core/analyses/statistics/cluster-numbers.ts';
import { comparisonChoice } from '../../../../core/analyses/statistics/comparison-choice.ts';
import type { EffectOptions } from '../../../../core/effects/effect-options.ts';
import { type Effect, EFFECTS } from '../../../../core/effects/effects.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import { checkNeedsNoNeutral, chosenEffect, isToNeutral } from '../../effects/chosen-effect.ts';
import { effectToken } from '../../effects/named-token.ts';
import { pairAnswer } from '../../effects/pair-answer.ts';
import type { EffectRow } from '../../effects/read-outcomes.ts';
import type { LoadedModel } from '../../models/library.ts';
import type { PositionPairs } from '../../store/alignment-corrections.ts';
import { type ComparedPair, readComparedPairs } from '../../store/head-metrics.ts';
import { getPair, pairsWithIds } from '../../store/pairs.ts';
import { getRun } from '../../store/runs.ts';
import { idsOf, type Statement } from '../../tokenizers/statement-ids.ts';
import { alignmentOf } from '../alignments.ts';
import type { AnalysisContext } from '../analysis-work.ts';
import { preparePatch } from '../patching/prepare-patch.ts';
import { pairsOfSubject } from '../read-subject.ts';
import type { PatchedStatement } from './patched-pair.ts';

/** Two statements of token ids, and the tokens whose logits are read. */
export interface GivenPair {
  readonly original: PatchedStatement;
  readonly counterfactual: PatchedStatement;
  readonly position: number | null;
  readonly targets: readonly number[];
}

export interface EffectItem {
  /** null for a pair of token ids. */
  readonly pairId: number | null;
  /** null: a cluster of its own. */
  readonly cluster: string | null;
  readonly label: string | null;
  /** 32 random bits, from which another pair is drawn; 0 where none is. */
  readonly draw: number;
}

/** A pair on its way through the model. */
export interface PreparedEffect {
  readonly original: PatchedStatement;
  readonly counterfactual: PatchedStatement;
  /** [original position, counterfactual position], ascending. */
  readonly aligned: PositionPairs;
  /** What is read of each. */
  readonly rows: { readonly original: EffectRow; readonly counterfactual: EffectRow };
  /** The third sentence of a cosine to the neutral. */
  readonly neutral: PatchedStatement | null;
}

/** What pairs say beside their statements. */
interface OfPairs {
  /** What the model should answer, by id. */
  readonly answers: ReadonlyMap<number, OwnAnswers>;
  readonly hasNeutral: boolean;
}

interface OwnAnswers {
  /** The original. */
  readonly context: Statement;
  readonly answer: string;
  readonly wrongAnswer: string | null;
}

export class EffectPairs {
  readonly items: readonly EffectItem[];
  readonly effect: Effect;
  readonly #context: AnalysisContext;
  readonly #model: LoadedModel;
  readonly #options: EffectOptions;
  readonly #given: GivenPair | null;
  /** Of a run, as it measured them. */
  readonly #ofRun: ReadonlyMap<number, ComparedPair>;
  readonly #answers: OfPairs['answers'];
  readonly #neutralsOfRun: ReadonlyMap<number, readonly number[]>;

  /**
   * @param draw of each item in turn
   * @throws PairlensError BAD_REQUEST for no pairs, an effect that the model cannot have, or a name that is no token
   */
  constructor(
    context: AnalysisContext,
    model: LoadedModel,
    options: EffectOptions,
    {
      given = null,
      draw = () => 0,
    }: { readonly given?: GivenPair | null; readonly draw?: () => number } = {},
  ) {
    for (const name of [options.target, options.against])
      if (name !== '') effectToken(name, model, options.pieces);
    this.#context = context;
    this.#model = model;
    this.#options = options;
    this.#given = given;
    checkIsModelOfRun(context, model);
    const compared = context.runId === null ? [] : readComparedPairs(context.database, context.runId, 'set');
    this.#ofRun = new Map(compared.map((pair) => [pair.pairId, pair]));
    this.#neutralsOfRun = new Map(
      context.runId === null
        ? []
        : readComparedPairs(context.database, context.runId, 'neutral').map((pair) => [
            pair.pairId,
            pair.counterfactualIds,
          ]),
    );
    this.items = itemsOf(context, given, compared).map((item) => ({ ...item, draw: draw() }));
    const { answers, hasNeutral } = readPairs(context, this.items);
    this.#answers = answers;
    const targets = given?.targets.length ?? 0;
    this.effect = chosenEffect(model, options, {
      target: options.target !== '' || targets > 0 || answers.size > 0,
      against:
        options.against !== '' ||
        targets > 1 ||
        answers.values().some(({ wrongAnswer }) => wrongAnswer !== null),
    });
    const isThere = context.runId === null ? hasNeutral : this.#neutralsOfRun.size > 0;
    if (given === null && !isThere) checkNeedsNoNeutral(this.effect);
  }

  /** @throws PairlensError INPUT_INVALID for ids that the vocabulary does not have; TOKENIZER_MISSING */
  prepare({ pairId }: EffectItem): PreparedEffect | Exclude<PatchState, 'measured' | 'not apart'> {
    const statements = this.#statements(pairId);
    const { original, counterfactual, neutral, correction } = statements;
    if ((neutral?.ids.length ?? 0) > this.#model.dimensions.maxPositions) return 'too long';
    const side = preparePatch(original.ids, counterfactual.ids, this.#model, {
      effect: { ...this.effect, position: this.#given?.position ?? this.effect.position },
      directions: [],
      targets: this.#targetsOf(pairId),
      marked: [],
      correction,
    });
    if (side.state !== 'measured') return side.state;
    if (isToNeutral(this.effect) && neutral === null) return 'no neutral';
    if (side.original === null || side.other === null)
      throw new PairlensError('INTERNAL', 'a pair that can be measured has no statements');
    return {
      original,
      counterfactual,
      aligned: side.aligned,
      neutral,
      rows: { original: side.original.row, counterfactual: side.other.row },
    };
  }

  #statements(pairId: number | null) {
    const given = this.#given;
    if (pairId === null) {
      if (given === null) throw new PairlensError('INTERNAL', 'a pair without id and without tokens');
      return {
        original: given.original,
        counterfactual: given.counterfactual,
        neutral: null,
        correction: null,
      };
    }
    const wantsNeutral = isToNeutral(this.effect);
    const measured = this.#ofRun.get(pairId);
    if (measured !== undefined) {
      const neutral = this.#neutralsOfRun.get(pairId);
      return {
        original: { ids: measured.originalIds },
        counterfactual: { ids: measured.counterfactualIds },
        neutral: wantsNeutral && neutral !== undefined ? { ids: neutral } : null,
        correction: measured.aligned,
      };
    }
    const pair = getPair(this.#context.database, pairId);
    const ids = (text: string | null, own: readonly number[] | null) =>
      idsOf({ text, ids: own }, this.#model);
    const original = ids(pair.original, pair.originalIds);
    const counterfactual = ids(pair.counterfactual, pair.counterfactualIds);
    const hasNeutral = pair.neutral !== null || pair.neutralIds !== null;
    return {
      original: { ids: original },
      counterfactual: { ids: counterfactual },
      neutral: wantsNeutral && hasNeutral ? { ids: ids(pair.neutral, pair.neutralIds) } : null,
      correction: alignmentOf(this.#context, pairId),
    };
  }

  /** Ids of the tokens that the effect reads; null where one is not named, and the pair has none of its own. */
  #targetsOf(pairId: number | null): number[] | null {
    const { target, against } = this.#options;
    const ids = [target, against].slice(0, EFFECTS[this.effect.kind].targets).map((named, place) => {
      return named === ''
        ? this.#ownTarget(pairId, place)
        : effectToken(named, this.#model, this.#options.pieces);
    });
    return ids.every((id) => id !== null) ? ids : null;
  }

  /** @param place 0: of the target; 1: of what it is held against */
  #ownTarget(pairId: number | null, place: number): number | null {
    if (pairId === null) return this.#given?.targets[place] ?? null;
    const own = this.#answers.get(pairId);
    const word = place === 0 ? own?.answer : own?.wrongAnswer;
    return own === undefined || word == null
      ? null
      : pairAnswer(own.context, word, this.#model, this.#options.pieces);
  }
}

/** @throws PairlensError BAD_REQUEST: the tokens of a run are those of its model */
function checkIsModelOfRun({ database, runId }: AnalysisContext, { name, weightsHash }: LoadedModel): void {
  if (runId === null) return;
  const { model, provenance } = getRun(database, runId);
  if (provenance.weightsHash === weightsHash) return;
  throw new PairlensError(
    'BAD_REQUEST',
    `run ${runId} is of ${model.name}, not of ${name}: leave the model out, or name a set of pairs`,
    { runId, model: name },
  );
}

function itemsOf(
  context: AnalysisContext,
  given: GivenPair | null,
  compared: readonly Pick<ComparedPair, 'pairId' | 'cluster' | 'label'>[],
): Omit<EffectItem, 'draw'>[] {
  const { subject } = context;
  const items =
    given !== null
      ? [{ pairId: null, cluster: null, label: null }]
      : subject.kind === 'pairs'
        ? pairsOfSubject(context, subject.setId).map(({ id, cluster, label }) => ({
            pairId: id,
            cluster,
            label,
          }))
        : compared.map(({ pairId, cluster, label }) => ({ pairId, cluster, label }));
  if (items.length > 0) return items;
  throw new PairlensError(
    'BAD_REQUEST',
    subject.kind === 'run'
      ? 'the run has no measured pairs yet: let it finish first'
      : 'the set has no pairs: add some first',
  );
}

function readPairs(context: AnalysisContext, items: readonly Pick<EffectItem, 'pairId'>[]): OfPairs {
  const { subject, database } = context;
  const pairs =
    subject.kind === 'pairs'
      ? pairsOfSubject(context, subject.setId)
      : pairsWithIds(
          database,
          items.flatMap(({ pairId }) => pairId ?? []),
        );
  const answers = new Map<number, OwnAnswers>();
  let hasNeutral = false;
  for (const { id, original, originalIds, answer, wrongAnswer, neutral, neutralIds } of pairs) {
    hasNeutral ||= neutral !== null || neutralIds !== null;
    if (answer !== null)
      answers.set(id, { context: { text: original, ids: originalIds }, answer, wrongAnswer });
  }
  return { answers, hasNeutral };
}

/**
 * Numbers of clusters, by place in the plan; null where each pair is a unit. What is drawn and flipped whole is, of a run, what it was
 * planned to be, as in its statistics; of a set the clusters that it names.
 */
export function clustersOf(
  { database, runId }: Pick<AnalysisContext, 'database' | 'runId'>,
  items: readonly EffectItem[],
): ((position: number) => number) | null {
  const planned = runId === null ? {} : getRun(database, runId).provenance.comparison;
  const numbers = clusterNumbers(items, null, comparisonChoice.parse(planned))?.set;
  return numbers === undefined
    ? null
    : (position) => {
        const number = numbers[position];
        if (number === undefined) throw new RangeError(`the plan has no place ${position}`);
        return number;
      };
}
