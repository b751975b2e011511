/** Pairs of a set as a grid asks for them: searched, filtered and sorted a few at a time, and what to look at in them. */
import { inNaturalOrder } from '../../../core/natural-order.ts';
import { extraOf } from '../../../core/pairs/extra-column.ts';
import {
  isTokenLook,
  looksOfPair,
  PAIR_LOOKS,
  type PairLook,
  type TokenCounts,
  tokenLooks,
} from '../../../core/pairs/pair-looks.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { Pair } from '../../../shared/entities.ts';
import type { LooksOfPair, PairField, PairOverview, PairView } from '../../../shared/set-pairs.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { labelsInPieces, listPairs, pairCountOf, pairsByIds, pairsInPieces } from '../store/pairs.ts';
import { SENTENCE_SETS, type SetSummary } from '../store/sentence-sets.ts';
import { inTurns, Turn } from '../threads/turns.ts';
import { inputKey, type PairContent, sideAsText } from './pair-content.ts';
import { pairMatcher } from './pair-text-search.ts';
import { sortInTurns } from './sort-in-turns.ts';

/** Places of pairs with something to look at that a view tells. */
const MOST_FLAGGED = 4000;
/** Pairs that are read at a time. */
const AT_ONCE = 200;
/** Larger sets are not looked through: it is known of every pair then which ones it is the same as. */
const MOST_LOOKED_THROUGH = 1_000_000;
const NOTHING: SetLooks = { looks: new Map(), counts: new Map(), sameAs: new Map() };
/** Views whose pairs are known by id; a person goes back and forth between a few. */
const VIEWS_KEPT = 8;
/** Sets that were looked through. */
const SETS_KEPT = 4;

/** What the pairs of a set have of tokens under a model. */
export type TokensOfSet = (
  setId: number,
  model: string,
) => Promise<{
  /** Its hash. */
  readonly tokenizer: string;
  readonly counts: ReadonlyMap<number, TokenCounts>;
}>;

/** Where no model is at hand. */
export const NO_TOKENS: TokensOfSet = (_setId, model) =>
  Promise.reject(new PairlensError('NOT_FOUND', `there is no model ${model} here`, { model }));

interface SetLooks {
  /** By id of the pair, of those that have some. */
  readonly looks: ReadonlyMap<number, readonly PairLook[]>;
  readonly counts: ReadonlyMap<PairLook, number>;
  /** By id of a pair that is there twice, the place of the first; of the first, that of the second. */
  readonly sameAs: ReadonlyMap<number, number>;
}

/** What was computed of a set, as long as none of its pairs changes. */
interface Kept<Value> {
  readonly key: string;
  readonly value: Promise<Value>;
}

export class PairViews {
  readonly #database: ReadableDatabase;
  readonly #summaryOf: (setId: number) => Promise<SetSummary>;
  readonly #tokensOf: TokensOfSet;
  #looks: readonly Kept<SetLooks>[] = [];
  #views: readonly Kept<readonly number[]>[] = [];

  constructor(
    database: ReadableDatabase,
    summaryOf: (setId: number) => Promise<SetSummary>,
    tokensOf: TokensOfSet,
  ) {
    this.#database = database;
    this.#summaryOf = summaryOf;
    this.#tokensOf = tokensOf;
  }

  /** A page of a view. @throws PairlensError INPUT_INVALID for an expression that is none */
  async page(
    setId: number,
    view: PairView,
    { offset, limit }: { readonly offset: number; readonly limit: number },
  ): Promise<{ total: number; pairs: Pair[] }> {
    const found = await this.#found(setId, view);
    if (found === null)
      return {
        total: pairCountOf(this.#database, setId),
        pairs: listPairs(this.#database, { setId, offset, limit }),
      };
    const [pairs = []] = pairsByIds(this.#database, found.slice(offset, offset + limit), limit);
    return { total: found.length, pairs: [...pairs] };
  }

  /** All pairs of a view, in its order. */
  async ids(setId: number, view: PairView): Promise<readonly number[]> {
    return (await this.#found(setId, view)) ?? this.#all(setId);
  }

  /** What there is to look at in one pair. */
  async looksOfPair(setId: number, id: number): Promise<LooksOfPair> {
    const { looks, sameAs } = await this.looksOf(setId);
    return { looks: [...(looks.get(id) ?? [])], sameAs: sameAs.get(id) ?? null };
  }

  async overview(setId: number, view: PairView): Promise<PairOverview> {
    const { looks, counts } =
      view.model === '' ? await this.looksOf(setId) : await this.#looksUnder(setId, view.model);
    const flagged: number[] = [];
    if (looks.size > 0) {
      const ids = await this.ids(setId, view);
      for (let index = 0; index < ids.length && flagged.length < MOST_FLAGGED; index++)
        if (looks.has(ids[index] ?? 0)) flagged.push(index);
    }
    const told = PAIR_LOOKS.filter((look) => view.model !== '' || !isTokenLook(look));
    return {
      looks: told.map((look) => ({ look, pairs: counts.get(look) ?? 0 })),
      flagged,
      within: isFiltered(view) ? await this.#within(setId, view, { looks, told }) : null,
    };
  }

  /** What each label and each thing to look at would show, beside everything else that the view asks for. */
  async #within(
    setId: number,
    view: PairView,
    { looks, told }: { readonly looks: SetLooks['looks']; readonly told: readonly PairLook[] },
  ): Promise<NonNullable<PairOverview['within']>> {
    // Where nothing is left out by it, the view itself is known already, in whatever order.
    const without = (part: 'labels' | 'looks'): Promise<readonly number[]> =>
      this.ids(
        setId,
        view[part].length === 0
          ? view
          : { ...view, [part]: [], sort: 'position', descending: false, then: [] },
      );
    const ofAnyLabel = new Set(await without('labels'));
    const labels = new Map<string | null, number>();
    const turn = new Turn();
    for (const pairs of labelsInPieces(this.#database, setId)) {
      for (const { id, label } of pairs)
        if (ofAnyLabel.has(id)) labels.set(label, (labels.get(label) ?? 0) + 1);
      if (turn.isOver) await turn.give();
    }
    const counts = new Map<PairLook, number>();
    for (const id of await without('looks'))
      for (const look of looks.get(id) ?? []) counts.set(look, (counts.get(look) ?? 0) + 1);
    return {
      labels: Array.from(labels, ([label, pairs]) => ({ label, pairs })),
      looks: told.map((look) => ({ look, pairs: counts.get(look) ?? 0 })),
    };
  }

  /** What there is to look at in the pairs of a set. */
  looksOf(setId: number): Promise<SetLooks> {
    return this.#lookedAt(this.#keyOf(setId, 'looks'), () => this.#lookThrough(setId));
  }

  /** Besides, what their tokens tell. */
  async #looksUnder(setId: number, model: string): Promise<SetLooks> {
    const { tokenizer, counts } = await this.#tokensAsItIs(setId, model);
    const key = this.#keyOf(setId, `looks ${tokenizer}`);
    return this.#lookedAt(key, async () =>
      withTokens(await this.looksOf(setId), counts, await this.#all(setId)),
    );
  }

  /** Of a set that was changed while its tokens were counted they are asked for again: what is kept is of the set as it is. */
  async #tokensAsItIs(setId: number, model: string): Promise<Awaited<ReturnType<TokensOfSet>>> {
    const before = this.#keyOf(setId, 'tokens');
    const tokens = await this.#tokensOf(setId, model);
    return this.#keyOf(setId, 'tokens') === before ? tokens : this.#tokensAsItIs(setId, model);
  }

  #lookedAt(key: string, look: () => Promise<SetLooks>): Promise<SetLooks> {
    const known = this.#looks.find((kept) => kept.key === key);
    if (known !== undefined) return known.value;
    const value = look();
    this.#looks = [{ key, value }, ...this.#looks].slice(0, SETS_KEPT);
    value.catch(() => (this.#looks = this.#looks.filter((kept) => kept.value !== value)));
    return value;
  }

  /** null: all pairs of the set in its order. */
  async #found(setId: number, asked: PairView): Promise<readonly number[] | null> {
    // Which model is looked at changes nothing in a view that its tokens do not decide.
    const view = isOfTokens(asked) ? asked : { ...asked, model: '' };
    if (!isFiltered(view) && view.sort === 'position' && !view.descending) return null;
    return this.#kept(setId, view, view.model === '' ? null : await this.#tokensAsItIs(setId, view.model));
  }

  #all(setId: number): Promise<readonly number[]> {
    const view: PairView = {
      search: '',
      regex: false,
      labels: [],
      looks: [],
      model: '',
      sort: 'position',
      descending: false,
      then: [],
    };
    return this.#kept(setId, view, null);
  }

  #kept(
    setId: number,
    view: PairView,
    tokens: Awaited<ReturnType<TokensOfSet>> | null,
  ): Promise<readonly number[]> {
    const key = this.#keyOf(setId, `${JSON.stringify(view)} ${tokens?.tokenizer ?? ''}`);
    const known = this.#views.find((kept) => kept.key === key);
    const value = known?.value ?? this.#look(setId, view, tokens?.counts ?? null);
    this.#views = [{ key, value }, ...this.#views.filter((kept) => kept !== known)].slice(0, VIEWS_KEPT);
    // A search that failed is not the answer to the next one.
    if (known === undefined)
      value.catch(() => (this.#views = this.#views.filter((kept) => kept.value !== value)));
    return value;
  }

  #keyOf(setId: number, of: string): string {
    const { revision } = SENTENCE_SETS.storedSummary(this.#database, setId);
    return `${setId} ${revision} ${of}`;
  }

  async #look(
    setId: number,
    view: PairView,
    tokens: ReadonlyMap<number, TokenCounts> | null,
  ): Promise<readonly number[]> {
    const matches = pairMatcher(view);
    const labels = view.labels.length === 0 ? null : new Set(view.labels);
    const wanted = view.looks.length === 0 ? null : new Set(view.looks);
    const looks =
      wanted === null
        ? null
        : (tokens === null ? await this.looksOf(setId) : await this.#looksUnder(setId, view.model)).looks;
    const order = [{ by: view.sort, descending: view.descending }, ...view.then];
    const keysOf = view.sort === 'position' ? [] : order.map(({ by }) => sortKey(by, tokens));
    const found: { readonly id: number; readonly keys: readonly (string | null)[] }[] = [];
    const turn = new Turn();
    for (const pairs of pairsInPieces(this.#database, setId, AT_ONCE)) {
      for (const pair of pairs) {
        if (turn.isOver) await turn.give();
        if (labels !== null && !labels.has(pair.label)) continue;
        if (wanted !== null && looks?.get(pair.id)?.some((look) => wanted.has(look)) !== true) continue;
        if (matches(pair)) found.push({ id: pair.id, keys: keysOf.map((keyOf) => keyOf(pair)) });
      }
    }
    if (keysOf.length === 0) {
      const ids = found.map(({ id }) => id);
      return view.descending ? ids.reverse() : ids;
    }
    // What has nothing there comes last, whichever the direction.
    const sorted = await inTurns(
      sortInTurns(found, (a, b) => {
        for (const [at, { descending }] of order.entries()) {
          const [one = null, other = null] = [a.keys[at], b.keys[at]];
          const compared =
            one === null || other === null
              ? Number(one === null) - Number(other === null)
              : (descending ? -1 : 1) * inNaturalOrder(one, other);
          if (compared !== 0) return compared;
        }
        return 0;
      }),
    );
    return sorted.map(({ id }) => id);
  }

  async #lookThrough(setId: number): Promise<SetLooks> {
    const { pairCount, neutralCount, labelCount, clusterCount } = await this.#summaryOf(setId);
    if (pairCount > MOST_LOOKED_THROUGH) return NOTHING;
    const others = { neutrals: neutralCount > 0, labels: labelCount > 0, clusters: clusterCount > 0 };
    /** By content, which one of those looked through was the first. */
    const first = new Map<string, number>();
    const ids: number[] = [];
    const places: number[] = [];
    const sameAs = new Map<number, number>();
    const counts = new Map<PairLook, number>();
    const looks = new Map<number, readonly PairLook[]>();
    const count = (look: PairLook): void => void counts.set(look, (counts.get(look) ?? 0) + 1);
    const turn = new Turn();
    for (const pairs of pairsInPieces(this.#database, setId, AT_ONCE)) {
      for (const pair of pairs) {
        if (turn.isOver) await turn.give();
        const key = inputKey(pair);
        const earlier = first.get(key);
        const found = looksOfPair(asTexts(pair), others, earlier !== undefined);
        if (earlier === undefined) first.set(key, ids.length);
        else {
          sameAs.set(pair.id, places[earlier] ?? 0);
          const firstId = ids[earlier] ?? 0;
          if (!sameAs.has(firstId)) {
            sameAs.set(firstId, pair.position);
            looks.set(firstId, ['twice', ...(looks.get(firstId) ?? [])]);
            count('twice');
          }
        }
        ids.push(pair.id);
        places.push(pair.position);
        if (found.length > 0) looks.set(pair.id, found);
        found.forEach(count);
      }
    }
    return { looks, counts, sameAs };
  }
}

function isFiltered({ search, labels, looks }: PairView): boolean {
  return search !== '' || labels.length > 0 || looks.length > 0;
}

function asTexts(pair: PairContent) {
  return {
    original: sideAsText(pair.original, pair.originalIds),
    counterfactual: sideAsText(pair.counterfactual, pair.counterfactualIds),
    neutral: pair.neutral ?? (pair.neutralIds === null ? null : sideAsText(null, pair.neutralIds)),
    label: pair.label,
    cluster: pair.cluster,
  };
}

const COLUMN = 'column:';

/** Whether the tokens under its model decide what it shows. */
function isOfTokens({ model, sort, then, looks }: PairView): boolean {
  return model !== '' && ([sort, ...then.map(({ by }) => by)].includes('tokens') || looks.some(isTokenLook));
}

/** @param ids of all pairs of the set: counts may be there of pairs that it had */
function withTokens(
  { looks, counts, sameAs }: SetLooks,
  tokens: ReadonlyMap<number, TokenCounts>,
  ids: readonly number[],
): SetLooks {
  const all = new Map(looks);
  const sums = new Map(counts);
  for (const id of ids) {
    const own = tokens.get(id);
    const found = own === undefined ? [] : tokenLooks(own);
    if (found.length > 0) all.set(id, [...(looks.get(id) ?? []), ...found]);
    for (const look of found) sums.set(look, (sums.get(look) ?? 0) + 1);
  }
  return { looks: all, counts: sums, sameAs };
}

function sortKey(
  sort: string,
  tokens: ReadonlyMap<number, TokenCounts> | null,
): (pair: PairContent & { readonly id: number; readonly position: number }) => string | null {
  if (sort === 'position') return ({ position }) => position.toString();
  if (sort === 'tokens') return ({ id }) => tokens?.get(id)?.original.toString() ?? null;
  if (sort.startsWith(COLUMN)) {
    const name = sort.slice(COLUMN.length);
    return ({ extras }) => extraOf(extras, name);
  }
  const field = sort as PairField;
  return (pair) => {
    const value = pair[field];
    if (value !== null) return value;
    const ids = {
      original: pair.originalIds,
      counterfactual: pair.counterfactualIds,
      neutral: pair.neutralIds,
    };
    const own = field in ids ? ids[field as keyof typeof ids] : null;
    return own === null ? null : sideAsText(null, own);
  };
}
