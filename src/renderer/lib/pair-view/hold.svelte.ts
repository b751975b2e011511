/** What is marked or edited in the pair view: the token under the pointer or locked, and the alignment while it is changed. */
import type { Compared } from '../../../core/figures/pair-maps.ts';
import type { TokenView } from '../../../shared/entities.ts';
import type { Link } from './alignment-draft.ts';
import { Steps } from '../engine/steps.ts';
import { isSameChip, LinkHand, nothingFor } from './link-hand.svelte.ts';
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
  /** What is done to those links. */
  readonly hand = new LinkHand(
    () => this.draft,
    (links) => {
      if (this.draft !== null) this.#steps.did(this.draft);
      this.draft = links;
    },
    (chip) => this.#nameOf(chip),
  );
  /** The token that was clicked and stays marked: the address has it. */
  readonly pinned = $derived.by(() => chipOfText(this.#held().token));
  /** The token under the pointer. */
  pointed = $state.raw<ChipAt | null>(null);

  readonly #onlock: (token: string | undefined) => void;
  readonly #nameOf: (chip: ChipAt) => string;
  #steps = new Steps<readonly Link[]>();

  /**
   * @param onlock another token is locked, or none
   * @param nameOf what a token says
   */
  constructor(
    held: () => Held,
    onlock: (token: string | undefined) => void,
    nameOf: (chip: ChipAt) => string,
  ) {
    this.#held = held;
    this.#onlock = onlock;
    this.#nameOf = nameOf;
  }

  /** The token that is marked now. */
  get looked(): ChipAt | null {
    return this.pointed ?? this.pinned;
  }

  /** A click on a token: marks it, or, while editing, joins it with one of the other statement. */
  pick(chip: ChipAt): void {
    if (this.draft === null) this.#onlock(isSameChip(this.pinned, chip) ? undefined : textOfChip(chip));
    else this.hand.pick(chip);
  }

  /** Begins to edit these links; null ends it, and nothing of it stays. */
  edit(links: readonly Link[] | null): void {
    this.#steps = new Steps();
    this.hand.said = '';
    this.draft = links;
  }

  /** Takes back what was done last to the links that are edited, or does it again. */
  step(way: 'undo' | 'redo'): void {
    if (this.draft === null) return;
    const links = this.#steps[way](this.draft);
    if (links === null) return;
    this.draft = links;
    this.hand.said = way === 'undo' ? 'Undone' : 'Done again';
  }

  letGo(): void {
    if (this.pinned !== null) this.#onlock(undefined);
    this.edit(null);
  }
}
