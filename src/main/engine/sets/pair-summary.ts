/** What is to be known of the pairs of a set without looking at each of them again, counted pair by pair. */
import type { SetSummary } from '../store/sentence-sets.ts';
import { LABELS_TOLD } from '../store/set-table.ts';
import { hasNeutral, type PairContent, setHasher } from './pair-content.ts';
import { SeenTexts } from '../imports/seen-texts.ts';

export class PairSummary {
  readonly #hash = setHasher();
  readonly #clusters = new SeenTexts();
  readonly #labels = new SeenTexts();
  /** How many pairs have each of the first labels. */
  readonly #told = new Map<string, number>();
  #pairCount = 0;
  #neutralCount = 0;
  #clusterCount = 0;
  #labelCount = 0;
  #unlabelled = 0;

  add(pair: PairContent): void {
    this.#hash.add(pair);
    this.#pairCount++;
    if (hasNeutral(pair)) this.#neutralCount++;
    if (pair.cluster !== null && this.#clusters.isNew(pair.cluster)) this.#clusterCount++;
    if (pair.label === null) this.#unlabelled++;
    else this.#addLabel(pair.label);
  }

  #addLabel(label: string): void {
    const pairs = this.#told.get(label);
    if (pairs !== undefined) {
      this.#told.set(label, pairs + 1);
      return;
    }
    if (!this.#labels.isNew(label)) return;
    this.#labelCount++;
    if (this.#told.size < LABELS_TOLD) this.#told.set(label, 1);
  }

  /** Once, at the end. */
  finish(): SetSummary {
    const labels = [...this.#told]
      .map(([label, pairs]): SetSummary['labels'][number] => ({ label, pairs }))
      .sort((a, b) => ((a.label ?? '') < (b.label ?? '') ? -1 : 1));
    if (this.#unlabelled > 0) labels.push({ label: null, pairs: this.#unlabelled });
    return {
      pairCount: this.#pairCount,
      neutralCount: this.#neutralCount,
      clusterCount: this.#clusterCount,
      labelCount: this.#labelCount,
      labels,
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
