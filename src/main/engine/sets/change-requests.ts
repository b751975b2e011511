/** From what a person asks for to the rows that it comes to: checked before anything is written. */
import { MOST } from '../../../core/bounds.ts';
import { extraOf } from '../../../core/pairs/extra-column.ts';
import type { Pair } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type {
  NewPairTexts,
  PairField,
  PairPatch,
  Replacement,
  ReplacementPreview,
  SetChangeRequest,
  SetChangeResult,
} from '../../../shared/set-pairs.ts';
import { PAIR_FIELDS } from '../../../shared/set-pairs.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { pairsByIds, pairsInPieces, pairsInUse } from '../store/pairs.ts';
import { Turn } from '../threads/turns.ts';
import { checkedPair, marksThatStay, type PairTexts } from './checked-pair.ts';
import {
  countOfPairs,
  leaveOutGone,
  LeftOut,
  type PairChanges,
  type Swap,
  type SwapsMade,
} from './pair-changes.ts';
import { inputKey, type PairContent } from './pair-content.ts';
import { replacer } from './pair-text-search.ts';
import { toNewPair } from './stored-pairs.ts';

type Add = Extract<SetChangeRequest, { do: 'add' }>;
const SAMPLE = 100;
/** Of each text of the sample. */
const SHOWN = 2000;
const WORDS: Readonly<Record<PairField, string>> = {
  original: 'original',
  counterfactual: 'counterfactual',
  neutral: 'neutral',
  label: 'label',
  cluster: 'cluster',
  answer: 'answer',
  wrongAnswer: 'wrong answer',
};

export class ChangeRequests {
  readonly #database: ReadableDatabase;
  readonly #changes: PairChanges;

  constructor(database: ReadableDatabase, changes: PairChanges) {
    this.#database = database;
    this.#changes = changes;
  }

  /**
   * @throws PairlensError SET_INVALID for a single pair that cannot be so, CONFLICT for one that is there already; what
   * of many cannot be done is left out, and told
   */
  async change(request: SetChangeRequest): Promise<SetChangeResult> {
    const leftOut = new LeftOut();
    return this.#changes.apply(request.setId, () => this.#made(request, leftOut), leftOut);
  }

  async #made(request: SetChangeRequest, leftOut: LeftOut): Promise<SwapsMade> {
    const { setId } = request;
    const chosen = 'ids' in request ? this.#inUse(setId, request.ids, leftOut) : [];
    switch (request.do) {
      case 'add': {
        const swaps = await this.#toAdd(request, leftOut);
        return { what: `added ${countOfPairs(swaps.length)}`, swaps };
      }
      case 'remove': {
        const swaps = chosen.map((id) => ({ id, pair: null }));
        return { what: `removed ${countOfPairs(swaps.length)}`, swaps };
      }
      case 'edit': {
        const patches = new Map(request.edits.map(({ id, patch }) => [id, patch]));
        const ids = this.#inUse(setId, [...patches.keys()], leftOut);
        const swaps = await this.#patched(ids, (pair) => patches.get(pair.id), leftOut);
        return { what: editWords(request.edits, swaps.length), swaps };
      }
      case 'set': {
        const swaps = await this.#patched(chosen, () => request.patch, leftOut);
        return { what: setWords(request.patch, swaps.length), swaps };
      }
      case 'swap': {
        const swaps = await this.#swapped(chosen, leftOut);
        return { what: `swapped the sides of ${countOfPairs(swaps.length)}`, swaps };
      }
      case 'replace': {
        const { find, replaceWith } = request.replacement;
        const replaced = replacedIn(request.replacement);
        const swaps = await this.#patched(chosen, (pair) => replaced(pair)?.patch, leftOut);
        const what = `replaced “${short(find)}” by “${short(replaceWith)}” in ${countOfPairs(swaps.length)}`;
        return { what, swaps };
      }
      case 'use column': {
        const { column, as } = request;
        const patchOf = ({ extras }: Pair): PairPatch => ({
          [as]: extraOf(extras, column),
          extras: [[column, null]],
        });
        const swaps = await this.#patched(await this.#withColumn(setId, column), patchOf, leftOut);
        const what = `column “${short(column)}” as the ${WORDS[as]} of ${countOfPairs(swaps.length)}`;
        return { what, swaps };
      }
    }
  }

  /** The ids of a set's pairs that have another column. @throws PairlensError SET_INVALID where they are too many */
  async #withColumn(setId: number, column: string): Promise<number[]> {
    const ids: number[] = [];
    const turn = new Turn();
    for (const pairs of pairsInPieces(this.#database, setId)) {
      ids.push(...pairs.flatMap(({ id, extras }) => (extraOf(extras, column) === null ? [] : id)));
      if (ids.length > MOST.pairs)
        throw new PairlensError(
          'SET_INVALID',
          `more than ${countOfPairs(MOST.pairs)} have the column “${short(column)}”: so many are not changed in one go`,
          { column },
        );
      if (turn.isOver) await turn.give();
    }
    return ids;
  }

  /**
   * Those that are pairs of the set now: others were edited or removed since they were chosen.
   * @throws PairlensError NOT_FOUND where that is so of the only one
   */
  #inUse(setId: number, ids: readonly number[], leftOut: LeftOut): number[] {
    const there = pairsInUse(this.#database, setId, ids);
    const [only = 0] = ids;
    if (ids.length === 1 && !there.has(only))
      throw new PairlensError('NOT_FOUND', 'this pair has been changed or removed since', { id: only });
    const once = [...new Set(ids)];
    leaveOutGone(
      this.#database,
      once.filter((id) => !there.has(id)),
      leftOut,
    );
    return once.filter((id) => there.has(id));
  }

  /** What would be replaced. */
  async previewReplacement(ids: readonly number[], replacement: Replacement): Promise<ReplacementPreview> {
    const replaced = replacedIn(replacement);
    const preview: ReplacementPreview = { pairs: 0, places: 0, sample: [] };
    await this.#each(ids, (pair) => {
      const found = replaced(pair);
      if (found === undefined) return;
      preview.pairs++;
      preview.places += found.places;
      for (const { field, before, after } of found.changes)
        if (preview.sample.length < SAMPLE)
          preview.sample.push({
            id: pair.id,
            position: pair.position,
            field,
            before: shown(before),
            after: shown(after),
          });
    });
    return preview;
  }

  /** Pairs with these ids in this order, a few at a time. */
  async #each(ids: readonly number[], take: (pair: Pair) => void): Promise<void> {
    const turn = new Turn();
    for (const pairs of pairsByIds(this.#database, ids)) {
      for (const pair of pairs) {
        take(pair);
        if (turn.isOver) await turn.give();
      }
    }
  }

  async #patched(
    ids: readonly number[],
    patchOf: (pair: Pair) => PairPatch | undefined,
    leftOut: LeftOut,
  ): Promise<Swap[]> {
    const swaps: Swap[] = [];
    await this.#each(ids, (pair) => {
      const next = orLeftOut(pair.position + 1, ids.length, leftOut, () => {
        const patch = patchOf(pair);
        return patch === undefined ? null : patchedPair(pair, patch);
      });
      if (next !== null && !isSame(pair, next)) swaps.push({ id: pair.id, pair: toNewPair(next) });
    });
    return swaps;
  }

  /** What was put in is taken out, and the other way round. */
  #swapped(ids: readonly number[], leftOut: LeftOut): Promise<Swap[]> {
    const swaps: Swap[] = [];
    return this.#each(ids, (pair) => {
      const { original, counterfactual, originalIds, counterfactualIds, answer, wrongAnswer } = pair;
      if (answer !== null && wrongAnswer === null) {
        leftOut.add(pair.position + 1, 'its answer would have no right one beside it');
        return;
      }
      const next: PairContent = {
        ...pair,
        original: counterfactual,
        counterfactual: original,
        originalIds: counterfactualIds,
        counterfactualIds: originalIds,
        answer: wrongAnswer,
        wrongAnswer: answer,
        // They lie in the counterfactual, which is another now.
        cues: null,
        scope: null,
      };
      swaps.push({ id: pair.id, pair: toNewPair(next) });
    }).then(() => swaps);
  }

  async #toAdd({ setId, pairs, duplicates }: Add, leftOut: LeftOut): Promise<Swap[]> {
    const checked = pairs.map((texts, index) => {
      if (isBlank(texts)) {
        leftOut.add(index + 1, 'both sides are blank');
        return null;
      }
      return orLeftOut(index + 1, pairs.length, leftOut, () => checkedPair(asTexts(texts)));
    });
    const there = duplicates === 'add' ? null : await this.#placesOf(setId, checked);
    const swaps: Swap[] = [];
    checked.forEach((pair, index) => {
      if (pair === null) return;
      const key = inputKey(pair);
      const place = there?.get(key);
      if (place !== undefined) {
        const why =
          place === null ? 'it is there twice in what is added' : `pair ${place + 1} has the same two sides`;
        if (duplicates === 'refuse')
          throw new PairlensError('CONFLICT', `${why}: it would count twice`, { row: index + 1 });
        leftOut.add(index + 1, why);
        return;
      }
      // null: of what is added.
      there?.set(key, null);
      swaps.push({ id: null, pair: toNewPair(pair) });
    });
    return swaps;
  }

  /** Of these pairs, those that a set has already: the place of each. */
  async #placesOf(
    setId: number,
    pairs: readonly (PairContent | null)[],
  ): Promise<Map<string, number | null>> {
    const sought = new Set(pairs.flatMap((pair) => (pair === null ? [] : inputKey(pair))));
    const places = new Map<string, number | null>();
    const turn = new Turn();
    for (const some of pairsInPieces(this.#database, setId)) {
      for (const pair of some) {
        const key = inputKey(pair);
        if (sought.has(key) && !places.has(key)) places.set(key, pair.position);
      }
      if (turn.isOver) await turn.give();
    }
    return places;
  }
}

/** One alone is refused; of many those that cannot be are left out. */
function orLeftOut<Result>(row: number, of: number, leftOut: LeftOut, make: () => Result): Result | null {
  try {
    return make();
  } catch (error) {
    if (of === 1 || !(error instanceof PairlensError) || error.code !== 'SET_INVALID') throw error;
    leftOut.add(row, error.message);
    return null;
  }
}

/** The pair with what is to be other. @throws PairlensError SET_INVALID */
function patchedPair(pair: Pair, { extras, ...patch }: PairPatch): PairContent {
  const beside = extras === undefined ? pair.extras : patchedExtras(pair.extras, extras);
  const { original, counterfactual } = pair;
  if (original === null || counterfactual === null) {
    const { label = pair.label, cluster = pair.cluster, ...others } = patch;
    if (Object.values(others).some((value) => value !== undefined))
      throw new PairlensError('SET_INVALID', 'a pair of token ids is not edited as text', { id: pair.id });
    return { ...pair, label: trimmed(label), cluster: trimmed(cluster), extras: beside };
  }
  const texts = { original, counterfactual, label: pair.label, ...defined(patch) };
  const stay = marksThatStay(pair, texts);
  return checkedPair({
    neutral: pair.neutral,
    cluster: pair.cluster,
    answer: pair.answer,
    wrongAnswer: pair.wrongAnswer,
    cues: stay.cues,
    scope: stay.scope,
    ...texts,
    extras: beside,
  });
}

function patchedExtras(
  extras: PairContent['extras'],
  changes: readonly (readonly [string, string | null])[],
): PairContent['extras'] {
  const next = new Map(Object.entries(extras ?? {}));
  for (const [name, value] of changes) {
    if (value === null || value.trim() === '') next.delete(name);
    else next.set(name, value.trim());
  }
  return next.size === 0 ? null : Object.fromEntries(next);
}

function defined<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]: Exclude<Fields[Name], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]: Exclude<Fields[Name], undefined>;
  };
}

function trimmed(text: string | null): string | null {
  return text === null || text.trim() === '' ? null : text.trim();
}

function asTexts({ extras, ...texts }: NewPairTexts): PairTexts {
  return { ...texts, label: texts.label ?? null, extras: patchedExtras(null, extras ?? []) };
}

function isBlank({ original, counterfactual }: NewPairTexts): boolean {
  return original.trim() === '' && counterfactual.trim() === '';
}

function isSame(pair: Pair, next: PairContent): boolean {
  const parts = ({ originalIds, counterfactualIds, neutralIds, cues, scope, extras, ...of }: PairContent) =>
    JSON.stringify([
      ...PAIR_FIELDS.map((field) => of[field]),
      ...[originalIds, counterfactualIds, neutralIds, cues, scope],
      Object.entries(extras ?? {}),
    ]);
  return parts(pair) === parts(next);
}

interface Replaced {
  readonly patch: PairPatch;
  readonly places: number;
  readonly changes: readonly { readonly field: PairField; readonly before: string; readonly after: string }[];
}

/** What is other in a pair when something is replaced; undefined where nothing is. */
function replacedIn({ fields, ...how }: Replacement): (pair: Pair) => Replaced | undefined {
  const replace = replacer(how);
  return (pair) => {
    const changes: { field: PairField; before: string; after: string }[] = [];
    let places = 0;
    for (const field of fields) {
      const before = pair[field];
      if (before === null) continue;
      const { text: after, places: found } = replace(before);
      if (found === 0 || after === before) continue;
      places += found;
      changes.push({ field, before, after });
    }
    if (changes.length === 0) return undefined;
    const patch = Object.fromEntries(changes.map(({ field, after }) => [field, after])) as PairPatch;
    return { patch, places, changes };
  };
}

/** 'edited the counterfactual of 1 pair' */
function editWords(edits: readonly { readonly patch: PairPatch }[], count: number): string {
  const fields = PAIR_FIELDS.filter((field) => edits.some(({ patch }) => patch[field] !== undefined));
  const [only] = fields;
  return fields.length === 1 && only !== undefined
    ? `edited the ${WORDS[only]} of ${countOfPairs(count)}`
    : `edited ${countOfPairs(count)}`;
}

/** 'label “never” for 12 pairs' */
function setWords(patch: PairPatch, count: number): string {
  const fields = PAIR_FIELDS.filter((field) => patch[field] !== undefined);
  const [only] = fields;
  if (fields.length !== 1 || only === undefined) return `changed ${countOfPairs(count)}`;
  const value = patch[only] ?? null;
  return value === null || value === ''
    ? `no ${WORDS[only]} for ${countOfPairs(count)}`
    : `${WORDS[only]} “${short(value)}” for ${countOfPairs(count)}`;
}

function short(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}

function shown(text: string): string {
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN - 1).toWellFormed()}…`;
}
