/**
 * The masks of all detectors on one text, as lists of their cells: no mask is ever held as n × n numbers. n tokens, D masks.
 * docs/science.md, section 5.
 */
import { OWN, offsetOf } from './detectors.ts';
import { KEY_MARKS } from './key-marks.ts';
import { classOfMarks, MARK } from './token-marks.ts';

/** A text as far as its masks go. */
export interface MarkedText {
  /** [n] token ids */
  readonly ids: Int32Array;
  /** [n] bits of {@link MARK} and the class of its characters */
  readonly marks: Int32Array;
}

/** Where a person's own detector may look: j - i between the two, both included. */
export interface OffsetRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The cells of all masks, one mask after the other; of a mask first those whose keys are no sinks, then those of sinks, each by
 * query and key.
 */
export interface DetectorCells {
  readonly tokens: number;
  readonly causal: boolean;
  /** [D] queries that have some cell */
  readonly rows: Int32Array;
  /** [D] queries that have one whose key is no sink */
  readonly openRows: Int32Array;
  /** [D + 1] where each mask's cells begin */
  readonly firstCell: Int32Array;
  /** [D] where those of sinks begin among them */
  readonly firstSink: Int32Array;
  /** [cells] */
  readonly query: Int32Array;
  readonly key: Int32Array;
  /** [n] 1 where a key is no sink, 0 where it is one */
  readonly open: Float64Array;
}

/** First token, and of encoders what is marked as a delimiter. [n] 1 where a position is a sink. */
export function sinksOf({ marks }: MarkedText, causal: boolean): Uint8Array {
  return Uint8Array.from(marks, (bits, at) =>
    at === 0 || (!causal && (bits & MARK.delimiter) !== 0) ? 1 : 0,
  );
}

/** @param names of detectors; an offset's other names are no masks of their own and need not be among them */
export function detectorCells(
  text: MarkedText,
  causal: boolean,
  names: readonly string[],
  own: OffsetRange | null = null,
): DetectorCells {
  const tokens = text.ids.length;
  const cells = new CellLists(tokens, causal, sinksOf(text, causal), names.length);
  const relations = new TokenRelations(text);
  for (const name of names) {
    const offset = offsetOf(name);
    if (offset !== null) cells.addOffset(offset);
    else if (name === OWN) cells.addOwn(text.marks, own);
    else
      for (let query = 0; query < tokens; query++) {
        const { keys, but, below } = relations.of(name, query);
        cells.addRow(query, keys, but, below);
      }
    cells.endMask();
  }
  return cells.finish();
}

/** Keys of a row, ascending, without the one key `but` and without those from `below` on. */
interface RowKeys {
  readonly keys: readonly number[];
  readonly but: number;
  readonly below: number;
}

const NONE: readonly number[] = [];
const NO_KEYS: RowKeys = { keys: NONE, but: -1, below: Infinity };

function rowKeys(keys: readonly number[], but = -1, below = Infinity): RowKeys {
  return keys.length === 0 ? NO_KEYS : { keys, but, below };
}

/** Which keys stand in the relation of a detector to a query. */
class TokenRelations {
  readonly #text: MarkedText;
  readonly #byId = new Map<number, number[]>();
  readonly #byClass = new Map<number, number[]>();
  readonly #byMark = new Map<number, readonly number[]>();

  constructor(text: MarkedText) {
    this.#text = text;
    text.ids.forEach((id, at) => push(this.#byId, id, at));
    text.marks.forEach((marks, at) => push(this.#byClass, classOfMarks(marks), at));
  }

  of(name: string, query: number): RowKeys {
    const { ids, marks } = this.#text;
    const keyMark = KEY_MARKS[name];
    if (keyMark !== undefined) {
      // What a token gives to itself is another detector's; but delimiters are as the reference values have them.
      const but = name === 'delimiter' ? -1 : query;
      return rowKeys(this.#marked(keyMark), but);
    }
    switch (name) {
      case 'first_token':
        return FIRST_KEYS;
      case 'same_token':
        return rowKeys(this.#byId.get(ids[query] ?? -1) ?? NONE, query);
      case 'induction':
        return rowKeys(this.#after(ids[query] ?? -1), query + 1);
      case 'after_duplicate':
        return query === 0 ? NO_KEYS : rowKeys(this.#byId.get(ids[query - 1] ?? -1) ?? NONE, -1, query - 1);
      case 'vowel_consonant':
        return this.#between(query, MARK.vowel, MARK.consonant);
      case 'consonant_vowel':
        return this.#between(query, MARK.consonant, MARK.vowel);
      case 'same_class': {
        const own = classOfMarks(marks[query] ?? 0);
        return own === 0 ? NO_KEYS : rowKeys(this.#byClass.get(own) ?? NONE, query);
      }
      default:
        throw new RangeError(`no detector "${name}"`);
    }
  }

  #between(query: number, from: number, to: number): RowKeys {
    return ((this.#text.marks[query] ?? 0) & from) === 0 ? NO_KEYS : rowKeys(this.#marked(to));
  }

  #marked(mark: number): readonly number[] {
    let keys = this.#byMark.get(mark);
    if (keys === undefined) this.#byMark.set(mark, (keys = positionsWith(this.#text.marks, mark)));
    return keys;
  }

  readonly #followers = new Map<number, readonly number[]>();

  /** Positions whose token before them has this id. */
  #after(id: number): readonly number[] {
    let keys = this.#followers.get(id);
    if (keys === undefined) {
      const { length } = this.#text.ids;
      keys = (this.#byId.get(id) ?? NONE).map((at) => at + 1).filter((at) => at < length);
      this.#followers.set(id, keys);
    }
    return keys;
  }
}

const FIRST_KEYS: RowKeys = { keys: [0], but: -1, below: Infinity };

function push(map: Map<number, number[]>, key: number, value: number): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function positionsWith(marks: Int32Array, mark: number): number[] {
  const positions: number[] = [];
  marks.forEach((bits, at) => {
    if ((bits & mark) !== 0) positions.push(at);
  });
  return positions;
}

/** A list of whole numbers that grows. */
class IntList {
  #data: Int32Array;
  length = 0;

  constructor(room: number) {
    this.#data = new Int32Array(Math.max(16, room));
  }

  push(value: number): void {
    if (this.length === this.#data.length) {
      const wider = new Int32Array(2 * this.length);
      wider.set(this.#data);
      this.#data = wider;
    }
    this.#data[this.length++] = value;
  }

  append(other: IntList): void {
    for (let at = 0; at < other.length; at++) this.push(other.#data[at] as number);
  }

  finish(): Int32Array {
    return this.#data.slice(0, this.length);
  }
}

/** Cells as they come, mask after mask. */
class CellLists {
  readonly #query: IntList;
  readonly #key: IntList;
  readonly #sinkQuery = new IntList(0);
  readonly #sinkKey = new IntList(0);
  readonly #rows: Int32Array;
  readonly #openRows: Int32Array;
  readonly #firstCell: Int32Array;
  readonly #firstSink: Int32Array;
  #mask = 0;
  readonly #tokens: number;
  readonly #causal: boolean;
  readonly #sinks: Uint8Array;

  constructor(tokens: number, causal: boolean, sinks: Uint8Array, masks: number) {
    this.#tokens = tokens;
    this.#causal = causal;
    this.#sinks = sinks;
    this.#query = new IntList(masks * tokens);
    this.#key = new IntList(masks * tokens);
    this.#rows = new Int32Array(masks);
    this.#openRows = new Int32Array(masks);
    this.#firstCell = new Int32Array(masks + 1);
    this.#firstSink = new Int32Array(masks);
  }

  addRow(query: number, keys: readonly number[], but: number, below: number): void {
    const end = Math.min(below, this.#causal ? query + 1 : this.#tokens);
    let open = 0;
    let sinks = 0;
    for (const key of keys) {
      if (key >= end) break;
      if (key === but) continue;
      if (this.#sinks[key] === 1) {
        sinks++;
        this.#sinkQuery.push(query);
        this.#sinkKey.push(key);
      } else {
        open++;
        this.#query.push(query);
        this.#key.push(key);
      }
    }
    this.#countRow(open, sinks);
  }

  addOffset(offset: number): void {
    if (this.#causal && offset > 0) return;
    const last = Math.min(this.#tokens, this.#tokens - offset);
    for (let query = Math.max(0, -offset); query < last; query++) {
      const key = query + offset;
      const isSink = this.#sinks[key] === 1;
      (isSink ? this.#sinkQuery : this.#query).push(query);
      (isSink ? this.#sinkKey : this.#key).push(key);
      this.#countRow(isSink ? 0 : 1, isSink ? 1 : 0);
    }
  }

  /** Every key of a person's own detector, for the queries of it. */
  addOwn(marks: Int32Array, range: OffsetRange | null): void {
    const keys = positionsWith(marks, MARK.ownKey);
    marks.forEach((bits, query) => {
      if ((bits & MARK.ownQuery) === 0) return;
      const within =
        range === null ? keys : keys.filter((key) => key - query >= range.from && key - query <= range.to);
      this.addRow(query, within, -1, Infinity);
    });
  }

  #countRow(open: number, sinks: number): void {
    const mask = this.#mask;
    if (open + sinks > 0) this.#rows[mask] = (this.#rows[mask] ?? 0) + 1;
    if (open > 0) this.#openRows[mask] = (this.#openRows[mask] ?? 0) + 1;
  }

  endMask(): void {
    this.#firstSink[this.#mask] = this.#key.length;
    this.#query.append(this.#sinkQuery);
    this.#key.append(this.#sinkKey);
    this.#sinkQuery.length = this.#sinkKey.length = 0;
    this.#firstCell[++this.#mask] = this.#key.length;
  }

  finish(): DetectorCells {
    return {
      tokens: this.#tokens,
      causal: this.#causal,
      rows: this.#rows,
      openRows: this.#openRows,
      firstCell: this.#firstCell,
      firstSink: this.#firstSink,
      query: this.#query.finish(),
      key: this.#key.finish(),
      open: Float64Array.from(this.#sinks, (is) => 1 - is),
    };
  }
}
