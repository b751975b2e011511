/** What is marked or edited in the pair view: a token that was clicked, and the alignment while it is changed. */
import type { Compared } from '../../../core/figures/figure-pair.ts';
import type { TokenView } from '../../../shared/entities.ts';
import { toggleLink, type Link } from './alignment-draft.ts';
import type { ChipAt } from './token-focus.ts';

/** The pair, what it is compared with, and the view that the chips belong to. When one changes, marks and edits are dropped. */
export interface Held {
  readonly pairId: number;
  readonly compared: Compared;
  readonly view: TokenView;
}

export class Hold {
  readonly #held: () => Held;
  /** Compared as text: moving to another head makes a new route with the same pair and view. */
  readonly #key = $derived.by(() => `${this.#held().pairId} ${this.#held().compared} ${this.#held().view}`);
  /** The links while they are being edited; null otherwise. */
  draft = $derived.by<readonly Link[] | null>(() => nothingFor(this.#key));
  /** While editing: the token that was clicked first and will be linked with the next one. */
  armed = $derived.by<ChipAt | null>(() => nothingFor(this.draft));
  /** The token that was clicked and stays marked. */
  pinned = $derived.by<ChipAt | null>(() => nothingFor(this.#key));
  /** The token under the pointer. */
  pointed = $state.raw<ChipAt | null>(null);

  constructor(held: () => Held) {
    this.#held = held;
  }

  /** The token that is marked now. */
  get looked(): ChipAt | null {
    return this.pointed ?? this.pinned;
  }

  /** A click on a token: marks it, or, while editing, joins it with one of the other statement. */
  pick(chip: ChipAt): void {
    if (this.draft === null) {
      this.pinned = isSame(this.pinned, chip) ? null : chip;
    } else if (this.armed === null || this.armed.side === chip.side) {
      this.armed = isSame(this.armed, chip) ? null : chip;
    } else {
      const [from, to] = chip.side === 'original' ? [chip, this.armed] : [this.armed, chip];
      this.draft = toggleLink(this.draft, [from.index, to.index]);
    }
  }

  letGo(): void {
    this.pinned = null;
    this.draft = null;
  }
}

function isSame(a: ChipAt | null, b: ChipAt): boolean {
  return a?.side === b.side && a.index === b.index;
}

/** Always null; reading `subject` makes a $derived that calls this reset to null when the subject changes. */
function nothingFor(subject: unknown): null {
  void subject;
  return null;
}
