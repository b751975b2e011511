/** Texts of a set as a table asks for them: searched, and sorted a few at a time. */
import { inNaturalOrder } from '../../../core/natural-order.ts';
import type { StoredText, TextView } from '../../../shared/texts.ts';
import { RowSearch } from '../imports/row-search.ts';
import { sortInTurns } from '../sets/sort-in-turns.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { TEXT_SETS } from '../store/text-sets.ts';
import { listTexts, matchingTexts, placesOfTexts, textsInPieces, textsWithIds } from '../store/texts.ts';
import { inTurns, Turn } from '../threads/turns.ts';

/** Orders that are known by id; a person goes back and forth between a few. */
const VIEWS_KEPT = 4;

export interface TextsAsked extends Partial<TextView> {
  readonly setId: number;
  readonly offset: number;
  readonly limit: number;
}

interface Sorted {
  readonly key: string;
  readonly ids: Promise<readonly number[]>;
}

export class TextViews {
  readonly #database: ReadableDatabase;
  /** How many texts a set has. */
  readonly #countOf: (setId: number) => Promise<number>;
  readonly #search: RowSearch;
  #sorted: readonly Sorted[] = [];

  constructor(database: ReadableDatabase, countOf: (setId: number) => Promise<number>) {
    this.#database = database;
    this.#countOf = countOf;
    this.#search = new RowSearch(database, {
      revision: (from, setId) => TEXT_SETS.storedSummary(from, setId).revision,
      places: placesOfTexts,
      matching: matchingTexts,
    });
  }

  /** A page of the texts that are found, in the order that is asked for. */
  async page({
    setId,
    offset,
    limit,
    search = '',
    sort = 'position',
    descending = false,
  }: TextsAsked): Promise<{ total: number; texts: StoredText[] }> {
    const isAsStored = sort === 'position' && !descending;
    if (search === '' && isAsStored)
      return {
        total: await this.#countOf(setId),
        texts: listTexts(this.#database, { setId, offset, limit }),
      };
    const ids = isAsStored
      ? await this.#search.find(setId, search)
      : await this.#kept(setId, { search, sort, descending });
    const page = ids.slice(offset, offset + limit);
    const texts = new Map(textsWithIds(this.#database, page).map((text) => [text.id, text]));
    return { total: ids.length, texts: page.flatMap((id) => texts.get(id) ?? []) };
  }

  #kept(setId: number, view: TextView): Promise<readonly number[]> {
    const { revision } = TEXT_SETS.storedSummary(this.#database, setId);
    const key = `${setId} ${revision} ${JSON.stringify(view)}`;
    const known = this.#sorted.find((one) => one.key === key);
    const ids = known?.ids ?? this.#sort(setId, view);
    this.#sorted = [{ key, ids }, ...this.#sorted.filter((one) => one !== known)].slice(0, VIEWS_KEPT);
    // A search that failed is not the answer to the next one.
    if (known === undefined) ids.catch(() => (this.#sorted = this.#sorted.filter((one) => one.ids !== ids)));
    return ids;
  }

  async #sort(setId: number, { search, sort, descending }: TextView): Promise<readonly number[]> {
    const found = search === '' ? null : new Set(await this.#search.find(setId, search));
    const rows: { readonly id: number; readonly key: string | null }[] = [];
    const turn = new Turn();
    for (const texts of textsInPieces(this.#database, setId))
      for (const text of texts) {
        if (turn.isOver) await turn.give();
        if (found === null || found.has(text.id)) rows.push({ id: text.id, key: keyOf(text, sort) });
      }
    if (sort === 'position') return rows.map(({ id }) => id).reverse();
    const direction = descending ? -1 : 1;
    // What has no label comes last, whichever the direction.
    const sorted = await inTurns(
      sortInTurns(rows, (a, b) => {
        if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
        return direction * inNaturalOrder(a.key, b.key);
      }),
    );
    return sorted.map(({ id }) => id);
  }
}

function keyOf({ label, text, ids }: StoredText, sort: TextView['sort']): string | null {
  return sort === 'label' ? label : (text ?? ids?.join(' ') ?? null);
}
