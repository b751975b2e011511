/** What a person has taken hold of in the pair view: a token, or the alignment, to change it. */
import type { TokenView } from '../../../shared/entities.ts';
import { toggleLink, type Link } from './alignment-draft.ts';
import type { ChipAt } from './token-focus.ts';

/** Of which pair the chips are, and of what: what is held is let go of when this changes. */
export interface Held {
  readonly pairId: number;
  readonly view: TokenView;
}

export class Hold {
  readonly #held: () => Held;
  /** As text, so that moving to another head lets nothing go. */
  readonly #key = $derived.by(() => `${this.#held().pairId} ${this.#held().view}`);
  /** The links as they are being edited; null: they are not. */
  draft = $derived.by<readonly Link[] | null>(() => nothingFor(this.#key));
  /** While editing: the token that waits for its counterpart. */
  armed = $derived.by<ChipAt | null>(() => nothingFor(this.draft));
  /** The token that stays marked. */
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

/** null again whenever what it is for changes. */
function nothingFor(subject: unknown): null {
  void subject;
  return null;
}
