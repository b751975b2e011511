/** What is marked or edited in the pair view: the token under the pointer or locked, and the alignment while it is changed. */
import type { Compared } from '../../../core/figures/figure-pair.ts';
import type { TokenView } from '../../../shared/entities.ts';
import { toggleLink, type Link } from './alignment-draft.ts';
import type { ChipAt } from './token-focus.ts';

/** The pair, what it is compared with, and the view that the chips belong to. When one changes, edits are dropped. */
export interface Held {
  readonly pairId: number;
  readonly compared: Compared;
  readonly view: TokenView;
  /** The token that is locked: {@link chipOfText}. */
  readonly token?: string | undefined;
}

/** 'o3', 'c4': a token as the address of the view has it. */
export function textOfChip({ side, index }: ChipAt): string {
  return `${side === 'original' ? 'o' : 'c'}${index}`;
}

/** @param text of {@link textOfChip} */
export function chipOfText(text: string | undefined): ChipAt | null {
  if (text === undefined) return null;
  return { side: text.startsWith('o') ? 'original' : 'counterfactual', index: Number(text.slice(1)) };
}

export class Hold {
  readonly #held: () => Held;
  /** Compared as text: moving to another head makes a new route with the same pair and view. */
  readonly #key = $derived.by(() => `${this.#held().pairId} ${this.#held().compared} ${this.#held().view}`);
  /** The links while they are being edited; null otherwise. */
  draft = $derived.by<readonly Link[] | null>(() => nothingFor(this.#key));
  /** While editing: the token that was clicked first and will be linked with the next one. */
  armed = $derived.by<ChipAt | null>(() => nothingFor(this.draft));
  /** The token that was clicked and stays marked: the address has it. */
  readonly pinned = $derived.by(() => chipOfText(this.#held().token));
  /** The token under the pointer. */
  pointed = $state.raw<ChipAt | null>(null);

  readonly #onlock: (token: string | undefined) => void;

  /** @param onlock another token is locked, or none */
  constructor(held: () => Held, onlock: (token: string | undefined) => void) {
    this.#held = held;
    this.#onlock = onlock;
  }

  /** The token that is marked now. */
  get looked(): ChipAt | null {
    return this.pointed ?? this.pinned;
  }

  /** A click on a token: marks it, or, while editing, joins it with one of the other statement. */
  pick(chip: ChipAt): void {
    if (this.draft === null) {
      this.#onlock(isSame(this.pinned, chip) ? undefined : textOfChip(chip));
    } else if (this.armed === null || this.armed.side === chip.side) {
      this.armed = isSame(this.armed, chip) ? null : chip;
    } else {
      const [from, to] = chip.side === 'original' ? [chip, this.armed] : [this.armed, chip];
      this.draft = toggleLink(this.draft, [from.index, to.index]);
    }
  }

  letGo(): void {
    if (this.pinned !== null) this.#onlock(undefined);
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
