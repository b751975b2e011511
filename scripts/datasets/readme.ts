/** The parts of a set's README that follow from its file: its constructions, and how balanced the neutrals are. */
import type { Balance, BalanceRow } from './balance.ts';
import type { Triple } from './set-files.ts';

/** A table with a line for each label: how many pairs and clusters it has, and its first pair. */
export function constructionsTable(triples: readonly Triple[]): string {
  const labels = Map.groupBy(triples, ({ label }) => label);
  return table(
    ['label', 'pairs', 'clusters', 'original', 'counterfactual', 'neutral'],
    Array.from(labels, ([label, pairs]) => {
      const clusters = new Set(pairs.map(({ cluster }) => cluster)).size;
      const { original, counterfactual, neutral } = pairs[0] as Triple;
      return [label, String(pairs.length), String(clusters), original, counterfactual, neutral];
    }),
  );
}

/** Counts of the set, and for each tokenizer a table of both changes' means and their standardised difference. */
export function balanceTables(triples: readonly Triple[], balances: readonly Balance[]): string {
  const clusters = new Set(triples.map(({ cluster }) => cluster)).size;
  const largest = (key: 'label' | 'cluster') =>
    Math.max(
      ...Map.groupBy(triples, (triple) => triple[key])
        .values()
        .map(({ length }) => length),
    );
  const counts =
    `${triples.length} pairs, ${clusters} clusters of at most ${largest('cluster')} pairs; ` +
    `the largest label has ${percent(largest('label') / triples.length)} of the pairs.`;
  return [counts, ...balances.map(balanceTable)].join('\n\n');
}

function balanceTable({ tokenizer, pairs, equalShapes, equalPlaces, rows, rankByLabel }: Balance): string {
  const heading =
    `By ${tokenizer}: both changes have the same shape in ${equalShapes} of ${pairs} pairs, ` +
    `and begin at the same token in ${equalPlaces}.`;
  const lines = rows.map(({ quantity, counterfactual, neutral, standardisedDifference }) => [
    QUANTITIES[quantity],
    decimals(counterfactual, 3),
    decimals(neutral, 3),
    decimals(standardisedDifference, 2),
  ]);
  const columns = ['mean over pairs', 'counterfactual', 'neutral', 'standardised difference'];
  return [heading, table(columns, lines), ...unlikeInRank(rankByLabel)].join('\n\n');
}

/** The labels in which the two changes are more than a bit apart in rank, the farthest first. */
function unlikeInRank(rankByLabel: ReadonlyMap<string, number>): string[] {
  const apart = [...rankByLabel]
    .filter(([, difference]) => Math.abs(difference) > 1)
    .sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))
    .map(([label, difference]) => `${label} ${difference > 0 ? '+' : ''}${decimals(difference, 1)}`);
  if (apart.length === 0) return [];
  return [
    `Labels whose counterfactual is rarer (+) or more frequent (-) by more than a bit: ${apart.join(', ')}.`,
  ];
}

const QUANTITIES: Record<BalanceRow['quantity'], string> = {
  length: 'tokens of the original',
  inserted: 'inserted',
  deleted: 'deleted',
  substituted: 'substituted',
  position: 'position of the first changed token, 0 to 1',
  rank: 'log2(1 + id) of the changed tokens',
};

/**
 * The README with what stands between `<!-- name -->` and `<!-- /name -->` replaced.
 * @throws Error when it lacks the two marks
 */
export function withBlock(readme: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = readme.indexOf(start);
  const to = readme.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`the README has no ${start} … ${end}`);
  return `${readme.slice(0, from + start.length)}\n\n${content}\n\n${readme.slice(to)}`;
}

/** As Prettier writes a table of ASCII text would need padding; the folder of sets is not formatted by it. */
function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(columns), `|${'---|'.repeat(columns.length)}`, ...rows.map(line)].join('\n');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** Never −0; "–" for what is undefined. */
function decimals(value: number | null, digits: number): string {
  return value === null ? '–' : value.toFixed(digits).replace(/^-(0\.0+)$/, '$1');
}
