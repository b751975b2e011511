/** What is to be known of the texts of a set without looking at each of them again, counted text by text. */
import { LabelCounter } from '../imports/label-counter.ts';
import { type TextContent, textHasher } from '../store/text-content.ts';
import type { TextSetSummary } from '../store/text-sets.ts';

export class TextSummary {
  readonly #hash = textHasher();
  readonly #labels = new LabelCounter();
  #textCount = 0;
  #idCount = 0;

  add(text: TextContent): void {
    this.#hash.add(text);
    this.#textCount++;
    if (text.ids !== null) this.#idCount++;
    this.#labels.add(text.label);
  }

  /** Once, at the end. */
  finish(): TextSetSummary {
    const { labelCount, labels } = this.#labels.finish();
    return {
      textCount: this.#textCount,
      idCount: this.#idCount,
      labelCount,
      labels: labels.map(({ label, items }) => ({ label, texts: items })),
      contentHash: this.#hash.digest(),
    };
  }
}
