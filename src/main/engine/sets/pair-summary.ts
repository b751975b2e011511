/** What is to be known of the pairs of a set without looking at each of them again, counted pair by pair. */
import { LabelCounter } from '../imports/label-counter.ts';
import { SeenTexts } from '../imports/seen-texts.ts';
import type { SetSummary } from '../store/sentence-sets.ts';
import { hasNeutral, type PairContent, setHasher } from './pair-content.ts';

export class PairSummary {
  readonly #hash = setHasher();
  readonly #clusters = new SeenTexts();
  readonly #labels = new LabelCounter();
  #pairCount = 0;
  #neutralCount = 0;
  #clusterCount = 0;
  #answerCount = 0;
  /** Pairs by name of the column. */
  readonly #extras = new Map<string, number>();

  add(pair: PairContent): void {
    this.#hash.add(pair);
    this.#pairCount++;
    if (hasNeutral(pair)) this.#neutralCount++;
    if (pair.cluster !== null && this.#clusters.isNew(pair.cluster)) this.#clusterCount++;
    if (pair.answer !== null) this.#answerCount++;
    this.#labels.add(pair.label);
    for (const name of Object.keys(pair.extras ?? {}))
      this.#extras.set(name, (this.#extras.get(name) ?? 0) + 1);
  }

  /** Once, at the end. */
  finish(): SetSummary {
    const { labelCount, labels } = this.#labels.finish();
    return {
      pairCount: this.#pairCount,
      neutralCount: this.#neutralCount,
      clusterCount: this.#clusterCount,
      answerCount: this.#answerCount,
      labelCount,
      labels: labels.map(({ label, items }) => ({ label, pairs: items })),
      extras: Array.from(this.#extras, ([name, pairs]) => ({ name, pairs })),
      contentHash: this.#hash.digest(),
    };
  }
}

/** The same of pairs that are all there. */
export function summariseAll(pairs: Iterable<PairContent>): SetSummary {
  const summary = new PairSummary();
  for (const pair of pairs) summary.add(pair);
  return summary.finish();
}
