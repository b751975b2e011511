/** How often each flag is raised at each head of a run, and how often its control raises it. */
import { FLAG_RULES, type FlagRule, type FlagThresholds } from '../../../core/metrics/flags.ts';
import { flagRate, type FlagRate, shareBeyond } from '../../../core/statistics/flag-rate.ts';
import type { FlagRates, RunFlagRates } from '../../../shared/entities.ts';
import type { RowColumns } from './column-cache.ts';
import { looksAbove, valuesAt } from './control-rows.ts';

/** @param control null: the run has none */
export function flagRatesOf(
  set: RowColumns,
  control: RowColumns | null,
  thresholds: FlagThresholds,
): RunFlagRates {
  const { local_change, reorganisation, semantic_processing } = FLAG_RULES;
  // What all rules need, read in one go.
  const metrics = Object.values(FLAG_RULES).flatMap(({ metric, minus = metric }) => [metric, minus]);
  set.columns(metrics);
  control?.columns(metrics);
  const ratesOf = (rule: FlagRule) => ratesByHead(set, control, rule, thresholds);
  return {
    control: control === null || control.role === 'set' ? null : control.role,
    pairs: { set: set.positions.length, control: control?.positions.length ?? 0 },
    flags: {
      local_change: ratesOf(local_change),
      reorganisation: ratesOf(reorganisation),
      semantic_processing: ratesOf(semantic_processing),
    },
  };
}

function ratesByHead(
  set: RowColumns,
  control: RowColumns | null,
  rule: FlagRule,
  thresholds: FlagThresholds,
): FlagRates {
  const above = looksAbove(rule.comparison);
  const ofSet = new Tally();
  const ofControl = new Tally();
  const heads = Array.from({ length: set.layers * set.heads }, (_, place): FlagRate => {
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
    ofSet.add(rate.set, values);
    ofControl.add(rate.control, others);
    return rate;
  });
  const grid = (part: keyof FlagRate) =>
    Array.from({ length: set.layers }, (_, layer) =>
      heads.slice(layer * set.heads, (layer + 1) * set.heads).map((rate) => rate[part]),
    );
  return {
    threshold: grid('threshold'),
    set: grid('set'),
    control: grid('control'),
    overall: { set: ofSet.share, control: ofControl.share },
  };
}

/** A share over all heads: each counts by how many values it has. */
class Tally {
  #raised = 0;
  #defined = 0;

  /** A head without a rate counts for nothing. */
  add(rate: number | null, values: Float64Array): void {
    if (rate === null) return;
    const defined = values.filter((value) => !Number.isNaN(value)).length;
    this.#raised += Math.round(rate * defined);
    this.#defined += defined;
  }

  get share(): number | null {
    return this.#defined === 0 ? null : this.#raised / this.#defined;
  }
}
