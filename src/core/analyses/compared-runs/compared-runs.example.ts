/** Two small runs for tests, designed and compared. */
import { finish } from '../../statistics/steps.ts';
import { examplePair } from '../statistics/compared-pair.example.ts';
import { DEFAULT_CHOICE } from '../statistics/comparison-choice.ts';
import { compareColumns, type ValuesOfRun } from './compare-columns.ts';
import type { NamedRun, RunsCompared } from './compared-runs.ts';
import { designRuns, type KeyedPair, type PairsOfOneRun } from './runs-design.ts';

/** Pairs that are called by `keys`; each inserts a token. */
export function pairs(keys: string, from = 0): KeyedPair[] {
  return [...keys].map((key, place) => ({
    ...examplePair({ position: from + place, inserted: 1 }),
    key,
  }));
}

export function neutralsOf(set: readonly KeyedPair[]) {
  return set.map(({ position }) => examplePair({ position, inserted: 1 }));
}

export const run = (parts: Partial<PairsOfOneRun>): PairsOfOneRun => ({
  set: pairs('abcde'),
  neutral: [],
  control: null,
  ...parts,
});

export function designed(
  first: PairsOfOneRun,
  second: PairsOfOneRun,
  { sameHeads = true, beyond = 'auto' }: { sameHeads?: boolean; beyond?: 'auto' | 'none' } = {},
) {
  return designRuns(
    { first, second, sameHeads, hasRanks: true },
    { beyond, choice: { ...DEFAULT_CHOICE, comparison: 'auto' } },
  );
}

export const COLUMN = { family: 'metric', change: 'high', range: [0, 10] } as const;

export function columnsOf(
  made: ReturnType<typeof designed>,
  first: Partial<Record<keyof ValuesOfRun, number[]>>,
  second: Partial<Record<keyof ValuesOfRun, number[]>>,
) {
  const values = ({ set = [], neutral, control }: typeof first): ValuesOfRun => ({
    set: Float64Array.from(set),
    neutral: neutral === undefined ? null : Float64Array.from(neutral),
    control: control === undefined ? null : Float64Array.from(control),
  });
  const [column] = finish(
    compareColumns({
      columns: [COLUMN],
      ...made,
      values: [values(first), values(second)],
      seed: 1,
      permutations: 999,
    }),
  );
  return column;
}

export const RUNS: readonly [NamedRun, NamedRun] = [
  { id: 3, model: 'tiny', set: 'negation', controlSet: null },
  { id: 4, model: 'tiny', set: 'agreement', controlSet: null },
];

export function comparedOf(parts: Partial<RunsCompared>): RunsCompared {
  const { design } = designed(run({}), run({}));
  return { metric: 'attention_js_divergence', design, heads: [], quantities: [], means: [[], []], ...parts };
}
