/**
 * What an encoder is given (after Chen 2023): random tokens R said twice, one token of the second copy masked, and where it
 * can look for it. docs/science.md, section 4.
 *
 *              standard             chen
 *   standard      [CLS] R [SEP] R          [SEP] R R
 *   shuffled      [CLS] R [SEP] R'         [SEP] R R'       the second copy in another order
 *   three_copies  [CLS] R [SEP] R [SEP] R  [SEP] R R R      one before the masked copy, and one after it
 *
 * Beside each trial stands its control: the same tokens around [MASK], and in the place of the other copies as many others,
 * so that nothing repeats.
 */
import type { RandomSource } from '../../statistics/random.ts';
import { type TokenPool, tokenDrawer } from './draw-tokens.ts';

export const SETUPS = ['standard', 'shuffled', 'three_copies'] as const;
export type Setup = (typeof SETUPS)[number];

/** Where it is looked from [MASK], by set-up: in the first copy, and in the last of three. */
export const SETUP_KEYS = {
  standard: ['first_copy', 'before_first_copy', 'after_first_copy'],
  shuffled: [
    'first_copy',
    'before_first_copy',
    'after_first_copy',
    'after_copy_of_token_before',
    'before_copy_of_token_after',
  ],
  three_copies: [
    'first_copy',
    'before_first_copy',
    'after_first_copy',
    'last_copy',
    'before_last_copy',
    'after_last_copy',
  ],
} as const satisfies Record<Setup, readonly string[]>;

export interface EncoderTrial {
  readonly setup: Setup;
  /** Token ids, the mask among them. */
  readonly ids: readonly number[];
  /** As long, and nothing repeats; null where it is not known. */
  readonly control: readonly number[] | null;
  /** Position of [MASK]. */
  readonly masked: number;
  /** What stands there; null: not known. */
  readonly token: number | null;
  /** Positions, by name. */
  readonly keys: Readonly<Record<string, number>>;
}

export interface SpecialIds {
  readonly cls: number;
  readonly sep: number;
  readonly mask: number;
}

export interface TrialPlan {
  /** Of each set-up. */
  readonly trials: number;
  /** L, tokens of one copy: 5 or more. */
  readonly length: number;
  readonly layout: 'standard' | 'chen';
  readonly special: SpecialIds;
  /** A trial and its control take 2L of them; with three copies as many. */
  readonly pool: TokenPool;
}

/** Tokens that a trial takes, special ones among them. */
export function trialTokens(setup: Setup, layout: TrialPlan['layout'], length: number): number {
  const copies = setup === 'three_copies' ? 3 : 2;
  return copies * length + (layout === 'chen' ? 1 : copies);
}

/**
 * The masked token is neither the first nor the last of a copy, so that no key is a special token or of another copy.
 * @returns the trials of each set-up together, in the order of SETUPS
 * @throws TooFewTokens when there are fewer than 2L to draw from
 */
export function planTrials(plan: TrialPlan, random: RandomSource): EncoderTrial[] {
  const draw = tokenDrawer(plan.pool, random);
  return SETUPS.flatMap((setup) =>
    Array.from({ length: plan.trials }, () => {
      const drawn = draw(2 * plan.length);
      const place = 1 + random.below(plan.length - 2);
      const order = setup === 'shuffled' ? shuffled(plan.length, place, random) : inOrder(plan.length);
      return trialOf(plan, setup, {
        copy: drawn.slice(0, plan.length),
        others: drawn.slice(plan.length),
        place,
        order,
      });
    }),
  );
}

interface Drawn {
  readonly copy: readonly number[];
  /** What stands in the place of the other copies in the control. */
  readonly others: readonly number[];
  /** Which token of the second copy is masked. */
  readonly place: number;
  /** Which token of R each of the second copy is. */
  readonly order: readonly number[];
}

/** A trial with these tokens: [CLS] R [SEP] R', R' being R in `order`, [MASK] at `place` of it. */
export function trialOf(
  { length, layout, special }: Pick<TrialPlan, 'length' | 'layout' | 'special'>,
  setup: Setup,
  { copy, others, place, order }: Drawn,
): EncoderTrial {
  const between = layout === 'chen' ? [] : [special.sep];
  const again = order.map((at, own) => (own === place ? special.mask : (copy[at] as number)));
  const sequence = (around: readonly number[]) => [
    layout === 'chen' ? special.sep : special.cls,
    ...around,
    ...between,
    ...again,
    ...(setup === 'three_copies' ? [...between, ...around] : []),
  ];
  const at = (index: number) => order[index] as number;
  const first = 1 + at(place);
  const masked = 1 + length + between.length + place;
  const last = masked + length + between.length;
  return {
    setup,
    ids: sequence(copy),
    control: sequence(others),
    masked,
    token: copy[at(place)] as number,
    keys: {
      first_copy: first,
      before_first_copy: first - 1,
      after_first_copy: first + 1,
      ...(setup === 'shuffled' && {
        after_copy_of_token_before: 1 + at(place - 1) + 1,
        before_copy_of_token_after: 1 + at(place + 1) - 1,
      }),
      ...(setup === 'three_copies' && {
        last_copy: last,
        before_last_copy: last - 1,
        after_last_copy: last + 1,
      }),
    },
  };
}

const inOrder = (length: number) => Array.from({ length }, (_, at) => at);

/** An order in which none of the keys is outside of the first copy. */
function shuffled(length: number, place: number, random: RandomSource): number[] {
  for (;;) {
    const order = inOrder(length);
    for (let at = length - 1; at > 0; at--) {
      const other = random.below(at + 1);
      [order[at], order[other]] = [order[other] as number, order[at] as number];
    }
    const own = order[place] as number;
    const before = order[place - 1] as number;
    const after = order[place + 1] as number;
    if (own > 0 && own < length - 1 && before < length - 1 && after > 0) return order;
  }
}

/**
 * The control of a trial that is given: other tokens in the place of the copies around the masked one.
 * @returns null where there are too few others, or where the copies lie otherwise than the set-up has them
 */
export function controlOfTrial(
  { setup, ids, masked }: Pick<EncoderTrial, 'setup' | 'ids' | 'masked'>,
  length: number,
  { ids: pool, accepts = () => true }: TokenPool,
  random: RandomSource,
): number[] | null {
  const layout = (['standard', 'chen'] as const).find(
    (one) => trialTokens(setup, one, length) === ids.length,
  );
  const gap = layout === 'chen' ? 0 : 1;
  const second = 1 + length + gap;
  if (layout === undefined || masked < second || masked >= second + length) return null;
  const others = pool.filter((id) => !ids.includes(id) && accepts(id));
  if (others.length < length) return null;
  const drawn = tokenDrawer({ ids: others, weights: null }, random)(length);
  const last = second + length + gap;
  return ids.map((id, position) => {
    if (position >= 1 && position <= length) return drawn[position - 1] as number;
    return setup === 'three_copies' && position >= last ? (drawn[position - last] as number) : id;
  });
}
