/** The columns of the grid of pairs. */
import { extraOf } from '../../../core/pairs/extra-column.ts';
import type { HashedSentenceSet, Pair } from '../../../shared/entities.ts';
import { PAIR_FIELDS, type PairField, type PairPatch } from '../../../shared/set-pairs.ts';

export interface GridColumn {
  /** A part of the pair, `column:` and the name of another column, or {@link TOKENS}. */
  readonly key: string;
  readonly name: string;
  /** grid-template-columns */
  readonly width: string;
  /** px that it takes at least. */
  readonly least: number;
  /** Sentences are marked by word. */
  readonly isSentence: boolean;
}

const OTHER = 'column:';
/** How many tokens a pair has under a model: of no file, and never typed. */
export const TOKENS = 'tokens';
/** Other columns that are shown at first; all can be. */
const OTHERS_AT_FIRST = 3;

const OF_FIELDS: Readonly<Record<PairField, Omit<GridColumn, 'key'>>> = {
  original: { name: 'Original', width: 'minmax(200px, 1fr)', least: 200, isSentence: true },
  counterfactual: {
    name: 'Counterfactual',
    width: 'minmax(200px, 1fr)',
    least: 200,
    isSentence: true,
  },
  neutral: { name: 'Neutral', width: 'minmax(104px, 0.25fr)', least: 104, isSentence: true },
  label: { name: 'Label', width: 'minmax(116px, 0.2fr)', least: 116, isSentence: false },
  cluster: { name: 'Cluster', width: 'minmax(88px, 0.35fr)', least: 88, isSentence: false },
  answer: { name: 'Answer', width: '84px', least: 84, isSentence: false },
  wrongAnswer: {
    name: 'Wrong answer',
    width: '108px',
    least: 96,
    isSentence: false,
  },
};

const TOKEN_COLUMN: GridColumn = {
  key: TOKENS,
  name: 'Tokens',
  width: '112px',
  least: 112,
  isSentence: false,
};

/**
 * Every column that a set's grid may have.
 * @param hasModel whether a model is chosen, under which tokens are counted
 */
export function columnsOf(set: Pick<HashedSentenceSet, 'extras'>, hasModel: boolean): GridColumn[] {
  const parts = PAIR_FIELDS.map((key) => ({ key, ...OF_FIELDS[key] }));
  const others = set.extras.map(({ name }) => ({
    key: OTHER + name,
    name,
    width: 'minmax(100px, 0.25fr)',
    least: 100,
    isSentence: false,
  }));
  // Beside the statements that they are of.
  const sentences = parts.filter(({ isSentence }) => isSentence);
  return [
    ...sentences,
    ...(hasModel ? [TOKEN_COLUMN] : []),
    ...parts.filter(({ isSentence }) => !isSentence),
    ...others,
  ];
}

type Counts = Pick<
  HashedSentenceSet,
  'neutralCount' | 'labelCount' | 'clusterCount' | 'answerCount' | 'extras'
>;

/** px of the boxes to choose a pair by, and of its number. */
const BESIDE_COLUMNS = 100;
/** px that a sentence is to have before columns that are kept beside the pair are shown unasked. */
const ROOM_OF_A_SENTENCE = 220;

/**
 * Those that nobody has hidden; what no pair has, and what there is no room for, is hidden until it is asked for.
 * @param shown as the address says
 * @param width px of the grid
 * @param hasModel whether a model is chosen
 * @param seen other columns that were shown before, which stay where something else takes their room
 */
export function shownColumns(
  set: Counts,
  shown: readonly string[] | undefined,
  width: number,
  hasModel = false,
  seen: ReadonlySet<string> = new Set(),
): GridColumn[] {
  const all = columnsOf(set, hasModel);
  if (shown !== undefined) return all.filter(({ key }) => isSide(key) || shown.includes(key));
  const there: Partial<Record<string, boolean>> = {
    neutral: set.neutralCount > 0,
    [TOKENS]: hasModel,
    // The place to type labels into, where nothing else came with the pairs.
    label: set.labelCount > 0 || set.extras.length === 0,
    cluster: set.clusterCount > 0,
    answer: set.answerCount > 0,
    wrongAnswer: set.answerCount > 0,
  };
  const wanted = all.filter(({ key }) => isSide(key) || there[key] === true);
  // Tokens are asked for by choosing a model; where they leave no room, the cluster is one click away.
  const isFull = hasModel && leastOf(wanted) > width;
  const parts = isFull ? wanted.filter(({ key }) => key !== 'cluster') : wanted;
  const others = all.filter(({ key }) => otherColumn(key) !== null && holdsSomething(set, key));
  // As many as there is room for, one after the other.
  const fits = (at: number): boolean =>
    at < OTHERS_AT_FIRST && leastOf([...parts, ...others.slice(0, at + 1)], ROOM_OF_A_SENTENCE) <= width;
  return [...parts, ...others.filter(({ key }, at) => seen.has(key) || fits(at))];
}

/** px that they take. @param ofSide at least, of each of the two sides */
function leastOf(columns: readonly GridColumn[], ofSide = 0): number {
  return columns.reduce(
    (sum, { key, least }) => sum + (isSide(key) ? Math.max(least, ofSide) : least),
    BESIDE_COLUMNS,
  );
}

function holdsSomething({ extras }: Counts, key: string): boolean {
  return extras.some(({ name, pairs }) => OTHER + name === key && pairs > 0);
}

/** Whether it is one of the two sides of a pair. */
export function isSide(key: string): boolean {
  return key === 'original' || key === 'counterfactual';
}

/** The name of another column, or null for a part of the pair. */
export function otherColumn(key: string): string | null {
  return key.startsWith(OTHER) ? key.slice(OTHER.length) : null;
}

/** What a pair has in a column; token ids joined by spaces. Of its tokens it has none. */
export function cellText(pair: Pair, key: string): string {
  if (key === TOKENS) return '';
  const other = otherColumn(key);
  if (other !== null) return extraOf(pair.extras, other) ?? '';
  const value = pair[key as PairField];
  if (value !== null) return value;
  if (key === 'original') return pair.originalIds?.join(' ') ?? '';
  if (key === 'counterfactual') return pair.counterfactualIds?.join(' ') ?? '';
  return key === 'neutral' ? (pair.neutralIds?.join(' ') ?? '') : '';
}

/** What is typed into a column, as a change of the pair. */
export function patchOf(key: string, text: string): PairPatch {
  const other = otherColumn(key);
  const value = text.trim() === '' ? null : text.trim();
  if (other !== null) return { extras: [[other, value]] };
  return isSide(key) ? { [key]: text } : { [key]: value };
}

/** Whether a person may type there: pairs of token ids are edited in files. */
export function isEditable(pair: Pair, key: string): boolean {
  if (key === TOKENS) return false;
  return pair.original !== null || key === 'label' || key === 'cluster' || otherColumn(key) !== null;
}
