/** Counts labels as their items come: how many each of the first labels has, and how many different ones there are. */
import { ToldLabels } from '../store/told-labels.ts';
import { SeenTexts } from './seen-texts.ts';

export class LabelCounter {
  readonly #seen = new SeenTexts();
  readonly #told = new ToldLabels();
  #labelCount = 0;
  #unlabelled = 0;

  add(label: string | null): void {
    if (label === null) {
      this.#unlabelled++;
      return;
    }
    if (!this.#told.has(label)) {
      if (!this.#seen.isNew(label)) return;
      this.#labelCount++;
    }
    this.#told.add(label, 1);
  }

  /** The number of labels; items by label in order, those without one last. */
  finish(): { labelCount: number; labels: { label: string | null; items: number }[] } {
    const labels: { label: string | null; items: number }[] = this.#told.all();
    if (this.#unlabelled > 0) labels.push({ label: null, items: this.#unlabelled });
    return { labelCount: this.#labelCount, labels };
  }
}
