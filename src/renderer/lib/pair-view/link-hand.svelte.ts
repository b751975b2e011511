/** Links of two statements in a person's hand: tokens that are clicked, dragged or untied, whatever becomes of the links then. */
import { isolated } from '../../../core/isolated.ts';
import { partnerOf, sameLinks, tie, toggleLink, untie, type Link } from './alignment-draft.ts';
import type { ChipAt } from './token-focus.ts';

export class LinkHand {
  readonly #links: () => readonly Link[] | null;
  readonly #onlinks: (links: readonly Link[]) => void;
  readonly #nameOf: (chip: ChipAt) => string;
  #former: readonly Link[] | null = null;
  /** The same array as long as the links are the same: they come again when they have been stored. */
  readonly #steady = $derived.by(() => {
    const next = this.#links();
    if (next === null || this.#former === null || !sameLinks(next, this.#former)) this.#former = next;
    return this.#former;
  });
  /** The token that was clicked first and will be linked with the next one; other links put it down. */
  armed = $derived.by<ChipAt | null>(() => nothingFor(this.#steady));
  /** What was done last, for those who do not see it. */
  said = $state('');

  /**
   * @param links as they are now; null while they cannot be changed
   * @param onlinks they are to be others
   * @param nameOf what a token says
   */
  constructor(
    links: () => readonly Link[] | null,
    onlinks: (links: readonly Link[]) => void,
    nameOf: (chip: ChipAt) => string,
  ) {
    this.#links = links;
    this.#onlinks = onlinks;
    this.#nameOf = nameOf;
  }

  /** A click on a token: it waits for one of the other statement, or is joined with the one that waits. */
  pick(chip: ChipAt): void {
    const links = this.#links();
    if (links === null) return;
    if (this.armed === null || this.armed.side === chip.side)
      this.armed = isSameChip(this.armed, chip) ? null : chip;
    else this.#put(links, toggleLink(links, linkOf(chip, this.armed)), chip);
  }

  /** A token was dragged to another: one of the other statement is its counterpart then, anywhere else it has none. */
  drop(from: ChipAt, to: ChipAt | null): void {
    const links = this.#links();
    if (links === null) return;
    if (to === null || to.side === from.side) this.untie(from);
    else this.#put(links, tie(links, linkOf(from, to)), from);
  }

  untie(chip: ChipAt): void {
    const links = this.#links();
    if (links !== null) this.#put(links, untie(links, chip), chip);
  }

  #put(before: readonly Link[], links: readonly Link[], chip: ChipAt): void {
    if (sameLinks(before, links)) return;
    this.#onlinks(links);
    const partner = partnerOf(links, chip);
    this.said =
      partner === null
        ? `“${isolated(this.#nameOf(chip))}” is tied to nothing`
        : `“${isolated(this.#nameOf(chip))}” is tied to “${isolated(this.#nameOf(partner))}”`;
  }
}

export function isSameChip(a: ChipAt | null, b: ChipAt): boolean {
  return a?.side === b.side && a.index === b.index;
}

/** Always null; reading `subject` makes a $derived that calls this reset to null when the subject changes. */
export function nothingFor(subject: unknown): null {
  void subject;
  return null;
}

/** Of two tokens, one of each statement. */
function linkOf(one: ChipAt, other: ChipAt): Link {
  return one.side === 'original' ? [one.index, other.index] : [other.index, one.index];
}
