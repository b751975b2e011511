/** Counts labels as their items come: how many each of the first labels has, and how many different ones there are. */
import { inNaturalOrder } from '../../../core/natural-order.ts';
import { LABELS_TOLD } from '../store/set-table.ts';
import { SeenTexts } from './seen-texts.ts';

export class LabelCounter {
  readonly #seen = new SeenTexts();
  /** How many items have each of the first labels. */
  readonly #told = new Map<string, number>();
  #labelCount = 0;
  #unlabelled = 0;

  add(label: string | null): void {
    if (label === null) {
      this.#unlabelled++;
      return;
    }
    const items = this.#told.get(label);
    if (items !== undefined) {
      this.#told.set(label, items + 1);
      return;
    }
    if (!this.#seen.isNew(label)) return;
    this.#labelCount++;
    if (this.#told.size < LABELS_TOLD) this.#told.set(label, 1);
  }

  /** The number of labels; items by label in order, those without one last. */
  finish(): { labelCount: number; labels: { label: string | null; items: number }[] } {
    const labels = [...this.#told]
      .map(([label, items]): { label: string | null; items: number } => ({ label, items }))
      .sort((a, b) => inNaturalOrder(a.label ?? '', b.label ?? ''));
    if (this.#unlabelled > 0) labels.push({ label: null, items: this.#unlabelled });
    return { labelCount: this.#labelCount, labels };
  }
}
