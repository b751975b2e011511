/** How often each flag is raised at each head of a run, and how often its control raises it. */
import { FLAG_NAMES, FLAG_RULES, type FlagRule, type FlagThresholds } from '../../../core/metrics/flags.ts';
import { flagRate, type FlagRate, shareBeyond } from '../../../core/statistics/flag-rate.ts';
import type { FlagRates, RunFlagRates } from '../../../shared/entities.ts';
import type { RowColumns } from './column-cache.ts';
import { looksAbove, valuesAt } from './control-rows.ts';

/** @param control null: the run has none, or too little of it to say what is usual */
export function flagRatesOf(
  set: RowColumns,
  control: RowColumns | null,
  thresholds: FlagThresholds,
): RunFlagRates {
  // What all rules need, read in one go.
  const metrics = Object.values(FLAG_RULES).flatMap(({ metric, minus = metric }) => [metric, minus]);
  set.columns(metrics);
  control?.columns(metrics);
  const rates = FLAG_NAMES.map((flag) => ratesByHead(set, control, FLAG_RULES[flag], thresholds));
  return flagRatesOfCounts(set, rates, {
    control: control === null || control.role === 'set' ? null : control.role,
    pairs: { set: set.positions.length, control: control?.positions.length ?? 0 },
  });
}

/** A head's rate, and how many values it is of. */
export interface CountedRate {
  readonly rate: FlagRate;
  readonly defined: { readonly set: number; readonly control: number };
}

/** @param rates by flag, in the order of FLAG_NAMES, and head, [layers · heads] */
export function flagRatesOfCounts(
  grid: { readonly layers: number; readonly heads: number },
  rates: readonly (readonly CountedRate[])[],
  about: Pick<RunFlagRates, 'control' | 'pairs'>,
): RunFlagRates {
  const flags = FLAG_NAMES.map((flag, index) => [flag, inGrid(grid, rates[index] ?? [])]);
  return { ...about, flags: Object.fromEntries(flags) as RunFlagRates['flags'] };
}

function inGrid(
  { layers, heads }: { layers: number; heads: number },
  rates: readonly CountedRate[],
): FlagRates {
  const ofSet = new Tally();
  const ofControl = new Tally();
  for (const { rate, defined } of rates) {
    ofSet.add(rate.set, defined.set);
    ofControl.add(rate.control, defined.control);
  }
  const grid = (part: keyof FlagRate) =>
    Array.from({ length: layers }, (_, layer) =>
      rates.slice(layer * heads, (layer + 1) * heads).map(({ rate }) => rate[part]),
    );
  return {
    threshold: grid('threshold'),
    set: grid('set'),
    control: grid('control'),
    overall: { set: ofSet.share, control: ofControl.share },
  };
}

function ratesByHead(
  set: RowColumns,
  control: RowColumns | null,
  rule: FlagRule,
  thresholds: FlagThresholds,
): CountedRate[] {
  const above = looksAbove(rule.comparison);
  return Array.from({ length: set.layers * set.heads }, (_, place): CountedRate => {
    const values = valuesAt(set, rule, place);
    const others = control === null ? new Float64Array(0) : valuesAt(control, rule, place);
    const fixed = thresholds[rule.key];
    const rate: FlagRate =
      thresholds.basis === 'control'
        ? flagRate(values, others, above)
        : {
            threshold: fixed,
            set: shareBeyond(values, fixed, above),
            control: shareBeyond(others, fixed, above),
          };
    return { rate, defined: { set: definedIn(values), control: definedIn(others) } };
  });
}

function definedIn(values: Float64Array): number {
  return values.filter((value) => !Number.isNaN(value)).length;
}

/** A share over all heads: each counts by how many values it has. */
class Tally {
  #raised = 0;
  #defined = 0;

  /** A head without a rate counts for nothing. */
  add(rate: number | null, defined: number): void {
    if (rate === null) return;
    this.#raised += Math.round(rate * defined);
    this.#defined += defined;
  }

  get share(): number | null {
    return this.#defined === 0 ? null : this.#raised / this.#defined;
  }
}
