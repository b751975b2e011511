/** The simulations as tables, beside what those that chose the procedures gave before the code was written (in Python, other sentences). */
import {
  meanOfCentres,
  meanOfPairs,
  meanOfTemplates,
  type CoverageOfDifferences,
  type CoverageOfMeans,
  differenceOfClusters,
  differenceOfPairs,
} from './coverage.ts';
import { equivalenceAtMargin } from './equivalence.ts';
import {
  type FalseCalls,
  type FalseCallsOfBoth,
  mismatchedShapes,
  pairedClusters,
  skewedDifferences,
  splitControls,
  splitTemplates,
  unequalSpread,
} from './false-calls.ts';
import { pairsNeeded, powerOfPairs } from './power.ts';
import { differencesOfNegation, type RealColumns } from './real-columns.ts';
import { errorsAbove, errorsBelow, type Rate } from './tally.ts';

export interface CalibrationRow {
  readonly cells: readonly string[];
  /** By how many Monte-Carlo errors the row misses what it has to hold, below 0 where it holds; null where nothing is promised. */
  readonly missedBy: number | null;
}

export interface CalibrationTable {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: () => Generator<CalibrationRow, void, void>;
}

const SEED = 20_260;
const UNITS = [8, 15, 30, 100] as const;
const LEVEL = 0.05;

const three = (value: number) => value.toFixed(3);
const two = (value: number) => value.toFixed(2);
const withError = ({ rate, error }: Rate) => `${three(rate)} ± ${three(error)}`;

export function calibrationTables(data: RealColumns, runs: number): CalibrationTable[] {
  return [
    falseCallTable(data, runs),
    unmetTable(data, runs),
    coverageTable(data, runs),
    differenceTable(data, runs),
    equivalenceTable(data, runs),
    powerTable(data, runs),
  ];
}

/** Times the Monte-Carlo error by which columns, or families, are called too often. */
function callsTooOften({ columns, families }: FalseCalls): number {
  return Math.max(errorsAbove(columns, LEVEL), errorsAbove(families, LEVEL));
}

function falseCallRow(
  [name, procedure]: readonly [string, string],
  calls: FalseCalls,
  byT: FalseCalls | null,
  stated: string,
  isPromised: boolean,
): CalibrationRow {
  const { columns, families, headsCalled } = calls;
  return {
    cells: [
      name,
      procedure,
      withError(columns),
      two(columns.worst),
      withError(families),
      headsCalled.toFixed(1),
      byT === null ? '' : three(byT.families.rate),
      stated,
    ],
    missedBy: isPromised ? callsTooOften(calls) : null,
  };
}

const FALSE_CALL_HEADER = [
  'no true difference',
  'procedure',
  'columns p <= .05',
  'worst column',
  'families q <= .05',
  'heads called',
  'families, by t',
  'stated: columns / worst / families',
];

function falseCallTable(data: RealColumns, runs: number): CalibrationTable {
  return {
    title: 'False calls where units are exchangeable',
    header: FALSE_CALL_HEADER,
    *rows() {
      const row = (
        names: readonly [string, string],
        { taken, byT }: FalseCallsOfBoth,
        stated: string,
        isPromised = true,
      ) => falseCallRow(names, taken, byT, stated, isPromised);
      yield row(
        ['controls, 133 v 133', 'in strata'],
        splitControls(data, [133, 133], runs, SEED),
        '.049 / .07-.09 / .045',
      );
      yield row(
        ['controls, 15 v 30', 'in strata'],
        splitControls(data, [15, 30], runs, SEED),
        '.050 / .09 / .035',
      );
      const mixed = '62/38 mix of insertions';
      yield row(
        [mixed, 'unadjusted'],
        mismatchedShapes(data, 'unadjusted', runs, SEED),
        '.44 / .96 / .74',
        false,
      );
      yield row([mixed, 'in strata'], mismatchedShapes(data, 'matched', runs, SEED), '.049 / .095 / .037');
      const split = '8 v 8 templates of 15';
      yield row([split, 'pairs move'], splitTemplates(data, 'pairs', runs, SEED), '.65 / 1 / 1', false);
      yield row([split, 'clusters move'], splitTemplates(data, 'clusters', runs, SEED), '.052 / .09 / .038');
      yield row(
        [split, 'clusters in strata'],
        splitTemplates(data, 'clusters in strata', runs, SEED),
        '.051 / .095 / .012',
      );
      for (const [clusters, stated] of [
        [6, '.031 / .09 / 0'],
        [12, '.052 / .09 / .041'],
        [24, '.056 / .09 / .048'],
      ] as const) {
        const paired = `paired, ${clusters} clusters of 15`;
        yield row(
          [paired, 'pairs flip'],
          pairedClusters(data, clusters, 'pairs', runs, SEED),
          '.60-.65 / .79 / .99',
          false,
        );
        yield row([paired, 'clusters flip'], pairedClusters(data, clusters, 'clusters', runs, SEED), stated);
      }
    },
  };
}

function unmetTable(data: RealColumns, runs: number): CalibrationTable {
  return {
    title: 'False calls where means are equal and units not exchangeable: not promised',
    header: FALSE_CALL_HEADER,
    *rows() {
      const spread = unequalSpread(data, 33, runs, SEED);
      const name = 'unequal spread and shape, 33 v 266';
      yield falseCallRow(
        [name, 'unstudentised'],
        spread.unstudentised,
        null,
        '.014-.059 / .21-.44 / .06-.21',
        false,
      );
      yield falseCallRow(
        [name, 'studentised'],
        spread.taken,
        spread.byT,
        '.046-.057 / .09-.38 / .10-.15',
        false,
      );
      const populations = [
        ['skewed d', data.controls.columns, ['.089', '.078', '.069', '.061'], '.18-.34 / .02-.21'],
        [
          'd of real changes',
          differencesOfNegation(data),
          ['.052', '.055', '.054', '.052'],
          '.23-.28 / 0-.10',
        ],
      ] as const;
      for (const [population, columns, stated, rest] of populations) {
        for (const [place, pairs] of UNITS.entries()) {
          const { taken, byT } = skewedDifferences(data.families, columns, pairs, runs, SEED);
          const names = [`${population}, n ${pairs}`, 'sign flips'] as const;
          yield falseCallRow(names, taken, byT, `${stated[place]} / ${rest}`, false);
        }
      }
    },
  };
}

function coverageTable(data: RealColumns, runs: number): CalibrationTable {
  return {
    title: 'Coverage of the 95 % interval of a mean',
    header: [
      'units',
      'taken',
      'worst twentieth of columns',
      'width, t = 1',
      't',
      'percentile',
      'stated: taken',
    ],
    *rows() {
      const row = (
        name: string,
        { taken, width, t, percentile }: CoverageOfMeans,
        stated: string,
        least: number,
      ) => ({
        cells: [
          name,
          withError(taken),
          two(taken.lowTwentieth),
          two(width),
          withError(t),
          withError(percentile),
          stated,
        ],
        missedBy: errorsBelow(taken, least),
      });
      const ofPairs = ['.945', '.952', '.948', '.948'];
      for (const [place, pairs] of UNITS.entries()) {
        yield row(`${pairs} pairs`, meanOfPairs(data, pairs, runs, SEED), ofPairs[place] ?? '', 0.93);
      }
      for (const [clusters, stated] of [
        [6, '.92-.94'],
        [8, '.92-.94'],
        [12, '.94-.95'],
        [24, '.94-.96'],
      ] as const) {
        const least = clusters < 12 ? 0.91 : 0.93;
        for (const sizes of ['equal', 'unequal'] as const) {
          const pairs = sizes === 'equal' ? '15 pairs' : '2-30 pairs';
          const name = (of: string) => `${clusters} clusters of ${pairs}, ${of}`;
          yield row(name('templates'), meanOfTemplates(data, clusters, sizes, runs, SEED), stated, least);
          yield row(
            name('controls as centres'),
            meanOfCentres(data, clusters, sizes, runs, SEED),
            stated,
            least,
          );
        }
      }
    },
  };
}

function differenceTable(data: RealColumns, runs: number): CalibrationTable {
  return {
    title: 'Coverage of the 95 % interval of a matched difference, and of Cliff’s delta',
    header: [
      'units a side',
      'difference',
      'worst twentieth',
      'width, t = 1',
      't',
      'Cliff’s delta',
      'stated: difference, delta',
    ],
    *rows() {
      const row = (
        name: string,
        { taken, width, t, cliffsDelta }: CoverageOfDifferences,
        stated: string,
        least: number,
      ) => ({
        cells: [
          name,
          withError(taken),
          two(taken.lowTwentieth),
          two(width),
          withError(t),
          withError(cliffsDelta),
          stated,
        ],
        missedBy: Math.max(errorsBelow(taken, least), errorsBelow(cliffsDelta, least)),
      });
      const stated = ['.952, .974', '.950, .962', '.940, .959', '.943, .953'];
      for (const [place, pairs] of UNITS.entries()) {
        yield row(
          `${pairs} pairs in 3 strata`,
          differenceOfPairs(data, pairs, runs, SEED),
          stated[place] ?? '',
          0.93,
        );
      }
      for (const [clusters, ofBoth] of [
        [6, '.96-.97, .973'],
        [12, '.95, .969'],
        [24, '.95, .966'],
      ] as const) {
        const least = clusters < 12 ? 0.91 : 0.93;
        yield row(
          `${clusters} clusters in 2 strata`,
          differenceOfClusters(data, clusters, runs, SEED),
          ofBoth,
          least,
        );
      }
    },
  };
}

function equivalenceTable(data: RealColumns, runs: number): CalibrationTable {
  return {
    title: '“Does not respond” said of a difference at the margin itself (p <= .05), skewed d',
    header: ['pairs', 'upper edge', 'by t', 'lower edge', 'by t', 'stated: upper, by t'],
    *rows() {
      const stated = ['.074, .122', '.071, .110', '.067, .098', '.051, .069'];
      for (const [place, pairs] of UNITS.entries()) {
        const upper = equivalenceAtMargin(data, pairs, 'upper', runs, SEED);
        const lower = equivalenceAtMargin(data, pairs, 'lower', runs, SEED);
        const both = [upper, lower].flatMap(({ taken, byT }) => [withError(taken), withError(byT)]);
        yield { cells: [`${pairs}`, ...both, stated[place] ?? ''], missedBy: null };
      }
    },
  };
}

function powerTable(data: RealColumns, runs: number): CalibrationTable {
  return {
    title: 'Power of a paired comparison (p <= .05), d of real changes; d in standard deviations',
    header: ['pairs', 'd', 'simulated', 'least and most of a column', 'as the panel says'],
    *rows() {
      const sizes = UNITS.flatMap((pairs) => [0.2, 0.5, 0.8].map((effect) => ({ pairs, effect, note: '' })));
      const needed = [0.3, 0.5, 0.8].map((effect) => ({
        pairs: pairsNeeded(effect),
        effect,
        note: ' (asked for, for .8)',
      }));
      for (const { pairs, effect, note } of [...sizes, ...needed]) {
        const { simulated, stated } = powerOfPairs(data, pairs, effect, runs, SEED);
        const range = `${two(simulated.least)}, ${two(simulated.worst)}`;
        yield {
          cells: [`${pairs}${note}`, `${effect}`, withError(simulated), range, three(stated)],
          missedBy: null,
        };
      }
    },
  };
}

/** A table as lines of Markdown, each row when it is there; `visit` is told what the row misses. */
export function* markdownLines(
  { title, header, rows }: CalibrationTable,
  visit: (row: CalibrationRow) => void = () => undefined,
): Generator<string, void, void> {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  yield* [title, '', line(header), line(header.map(() => '---'))];
  for (const row of rows()) {
    visit(row);
    yield line(row.cells);
  }
  yield '';
}
