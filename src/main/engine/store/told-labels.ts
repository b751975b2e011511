/** The labels that a set is told with: those that are first in natural order, however many come and in whatever order. */
import { bisector } from 'd3-array';
import { inNaturalOrder } from '../../../core/natural-order.ts';

/** Of others there is only their number. */
export const LABELS_TOLD = 200;

export class ToldLabels {
  readonly #items = new Map<string, number>();
  /** In natural order. */
  readonly #labels: string[] = [];

  has(label: string): boolean {
    return this.#items.has(label);
  }

  /** @param label one that is told, or that has not come before */
  add(label: string, items: number): void {
    const before = this.#items.get(label);
    if (before !== undefined) {
      this.#items.set(label, before + items);
      return;
    }
    const place = BY_LABEL.left(this.#labels, label);
    if (place === LABELS_TOLD) return;
    this.#labels.splice(place, 0, label);
    this.#items.set(label, items);
    if (this.#labels.length <= LABELS_TOLD) return;
    // It never comes back: those before it only become more.
    const last = this.#labels.pop();
    if (last !== undefined) this.#items.delete(last);
  }

  /** In natural order. */
  all(): { label: string; items: number }[] {
    return this.#labels.map((label) => ({ label, items: this.#items.get(label) ?? 0 }));
  }
}

/** 'a1' and 'a01' are the same in natural order: by their letters. */
const BY_LABEL = bisector(
  (one: string, other: string) => inNaturalOrder(one, other) || (one < other ? -1 : Number(one > other)),
);
