/** The statements that an analysis is made of, as its subject has them: what a kind plans its items from. */
import type { Pair } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { getPair } from '../store/pairs.ts';
import { getText } from '../store/texts.ts';
import type { Statement } from '../tokenizers/statement-ids.ts';
import type { AnalysisContext } from './analysis-work.ts';
import { pairsOfSubject, textsOfSubject } from './read-subject.ts';

/** Which statement of a pair; a text is 'text'. */
export type StatementSide = 'text' | 'original' | 'counterfactual' | 'neutral';

/** A statement of a text set, or one of the two of a pair. */
export interface AnalysedText extends Statement {
  /** Id of the text or the pair. */
  readonly sourceId: number;
  readonly side: StatementSide;
  readonly label: string | null;
  /** What it shares with others; the statements of a pair at least share the pair. null: a cluster of its own. */
  readonly cluster: string | null;
}

/**
 * All statements in the order of their set: texts, or of each pair the original and then the counterfactual.
 * @throws PairlensError BAD_REQUEST for a set that is empty
 */
export function textsOf(context: Pick<AnalysisContext, 'database' | 'subject'>): AnalysedText[] {
  const { subject } = context;
  if (subject.kind === 'texts')
    return notEmpty(
      textsOfSubject(context, subject.textSetId).map(({ id, text, ids, label }) => ({
        sourceId: id,
        side: 'text' as const,
        text,
        ids,
        label,
        cluster: null,
      })),
      'texts',
    );
  return pairsOf(context).set.flatMap((pair) => [
    statementOf(pair, 'original'),
    statementOf(pair, 'counterfactual'),
  ]);
}

export function statementOf(pair: Pair, side: 'original' | 'counterfactual' | 'neutral'): AnalysedText {
  const { id, label } = pair;
  const statements = {
    original: { text: pair.original, ids: pair.originalIds },
    counterfactual: { text: pair.counterfactual, ids: pair.counterfactualIds },
    neutral: { text: pair.neutral, ids: pair.neutralIds },
  };
  return { sourceId: id, side, ...statements[side], label, cluster: clusterOf(pair) };
}

/** A pair without one is a cluster of its own, under a name that no person types. */
export function clusterOf({ id, cluster }: Pick<Pair, 'id' | 'cluster'>): string {
  return cluster ?? `\0pair ${id}`;
}

export interface AnalysedPairs {
  readonly set: readonly Pair[];
  /** null without a control set. */
  readonly control: readonly Pair[] | null;
}

/**
 * The pairs of the set and of its control, in their order.
 * @throws PairlensError BAD_REQUEST for a set that is empty
 */
export function pairsOf(context: Pick<AnalysisContext, 'database' | 'subject'>): AnalysedPairs {
  const { subject } = context;
  if (subject.kind !== 'pairs')
    throw new PairlensError('INTERNAL', `an analysis of ${subject.kind} has no pairs`);
  const { setId, controlSetId } = subject;
  return {
    set: notEmpty(pairsOfSubject(context, setId), 'pairs'),
    control: controlSetId === null ? null : notEmpty(pairsOfSubject(context, controlSetId), 'pairs'),
  };
}

/** The statements of a stored item, whether text or pair were removed since or not. */
export function statementsOfSource(
  { database, subject }: Pick<AnalysisContext, 'database' | 'subject'>,
  sourceId: number,
): AnalysedText[] {
  if (subject.kind === 'texts') {
    const { id, text, ids, label } = getText(database, sourceId);
    return [{ sourceId: id, side: 'text', text, ids, label, cluster: null }];
  }
  const pair = getPair(database, sourceId);
  const sides = ['original', 'counterfactual', 'neutral'] as const;
  return sides
    .map((side) => statementOf(pair, side))
    .filter(({ text, ids }) => text !== null || ids !== null);
}

function notEmpty<Items extends readonly unknown[]>(items: Items, what: string): Items {
  if (items.length > 0) return items;
  throw new PairlensError('BAD_REQUEST', `the set has no ${what}: add some first`);
}
