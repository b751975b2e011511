/** The statements of a pair as the pair view shows them: their tokens, what joins them, and, of a long pair, which part is shown. */
import { alignedPositions, mapAxis } from '../../../core/figures/kinds/map-axis.ts';
import { tokenWeights } from '../../../core/figures/token-weights.ts';
import type { PairDetail, TokenView } from '../../../shared/entities.ts';
import { chipsOf, chipWidths } from '../tokens/chips.ts';
import type { Link } from './alignment-draft.ts';
import { chipLinks } from './chip-links.ts';
import { chipOfText } from './hold.svelte.ts';
import { hiddenTokens, NOTHING_HIDDEN } from './hidden-tokens.ts';
import type { PairRoute } from './list-of-pair.ts';
import { changesIn, fittingSpan, LONG_FROM, windowOver } from './long-pairs.ts';
import { SPANS } from './spans.ts';
import { mapOf, type PairScene } from './pair-scene.ts';
import type { Side } from './token-focus.ts';

interface Shown {
  readonly route: PairRoute;
  /** What there is to show of it; undefined before it has come. */
  readonly base: { readonly detail: PairDetail; readonly view: TokenView } | undefined;
  /** With its maps. */
  readonly scene: PairScene | undefined;
  /** The links while they are edited. */
  readonly draft: readonly Link[] | null;
}

function bothSides<Value>(of: (side: Side) => Value): Readonly<Record<Side, Value>> {
  return { original: of('original'), counterfactual: of('counterfactual') };
}

export class PairTexts {
  readonly #shown: () => Shown;
  readonly #base = $derived.by(() => this.#shown().base);
  readonly #draft = $derived.by(() => this.#shown().draft);
  readonly #route = $derived.by(() => this.#shown().route);
  readonly #hide = $derived.by(() => this.#route.hide);
  readonly #scene = $derived.by(() => this.#shown().scene);

  /** px that the chips of a statement may take. */
  room = $state(0);

  readonly original = $derived.by(() =>
    this.#base === undefined ? [] : chipsOf(this.#base.detail.original, this.#base.view),
  );
  readonly counterfactual = $derived.by(() =>
    this.#base === undefined ? [] : chipsOf(this.#base.detail.counterfactual, this.#base.view),
  );
  readonly chips = $derived.by(() => ({ original: this.original, counterfactual: this.counterfactual }));
  readonly links = $derived.by(() =>
    chipLinks(this.#draft ?? this.#base?.detail.alignment.pairs ?? [], this.original, this.counterfactual),
  );
  readonly aligned = $derived.by(() =>
    this.#base === undefined ? [] : alignedPositions(this.#base.detail, this.#base.view),
  );

  readonly #isLong = $derived.by(
    () => Math.max(this.original.length, this.counterfactual.length) >= LONG_FROM,
  );
  /** How many tokens a window shows: as many as a person has chosen, or as have room. */
  readonly span = $derived.by(
    () => this.#route.span ?? (this.#isLong && this.room > 0 ? this.#spanIn(this.room) : SPANS.usual),
  );
  readonly changes = $derived.by(() =>
    this.#isLong && this.#base !== undefined ? changesIn(this.#base.detail, this.#base.view) : null,
  );
  /** The token of the counterfactual that is locked, or stands where one of the original does that is. */
  readonly locked = $derived.by(() => {
    const chip = chipOfText(this.#route.token);
    if (chip === null) return null;
    if (chip.side === 'counterfactual') return chip.index;
    const tied = this.links.findLast(({ original }) => original <= chip.index);
    return tied?.counterfactual ?? 0;
  });
  /** Of a long pair: what is shown of it. */
  readonly window = $derived.by(() =>
    this.changes === null
      ? undefined
      : windowOver(this.changes, {
          count: this.counterfactual.length,
          from: this.#route.from ?? null,
          span: this.span,
          locked: this.locked,
        }),
  );
  /** The first and the last token of each statement that the window shows. */
  readonly spans = $derived.by(() => {
    const [base, window] = [this.#base, this.window];
    if (base === undefined || window === undefined) return undefined;
    return bothSides((side): readonly [number, number] => {
      const { indices } = mapAxis(base.detail, side, base.view, { window });
      return [indices[0] ?? 0, indices.at(-1) ?? -1];
    });
  });
  readonly weights = $derived.by(() => {
    if (this.#base === undefined) return null;
    const scene = this.#scene;
    // Until the maps have come nothing is given or got.
    return bothSides((side) => ({
      data: scene === undefined ? [] : mapOf(scene, `pattern_${side}`).data,
      n: this.chips[side].length,
    }));
  });
  /** What tokens of the counterfactual get on average. */
  readonly gets = $derived.by(() =>
    this.window === undefined || this.weights === null
      ? []
      : tokenWeights(this.weights.counterfactual, null).gets,
  );
  /** Tokens that are hidden on request. */
  readonly hidden = $derived.by(() => {
    const [base, hide] = [this.#base, this.#hide];
    return base === undefined
      ? NOTHING_HIDDEN
      : bothSides((side) => hiddenTokens(base.detail, base.view, { side, hide }));
  });

  /** @param shown is read reactively */
  constructor(shown: () => Shown) {
    this.#shown = shown;
  }

  #spanIn(px: number): number {
    return fittingSpan(
      px,
      bothSides((side) => chipWidths(this.chips[side])),
      this.links,
    );
  }
}
