/** How often each flag is raised at each head of a run in a folder, and how often its control raises it. */
import type { FlagThresholds } from '../../../core/metrics/flags.ts';
import type { FlagRate } from '../../../core/statistics/flag-rate.ts';
import type { Role, RunFlagRates } from '../../../shared/entities.ts';
import { type CountedRate, flagRatesOfCounts } from '../results/flag-rates.ts';
import { looksAbove } from '../results/control-rows.ts';
import type { Duck } from './duck.ts';
import type { FolderRun } from './folder-run.ts';
import { byPlaceSql, flagThresholds, placeSql, quantitySql } from './row-sql.ts';

/** Values of a head that are defined, and those beyond its threshold. */
interface Counts {
  readonly defined: Float64Array;
  readonly beyond: Float64Array;
}

export async function flagRatesOf(
  duck: Duck,
  folder: FolderRun,
  thresholds: FlagThresholds,
  signal?: AbortSignal,
): Promise<RunFlagRates> {
  const control = folder.usualRole;
  const flags = flagThresholds(thresholds);
  const rates: CountedRate[][] = [];
  for (const flag of flags) {
    const isOfControl = flag.value === 'control';
    const [limits = new Float64Array(0)] =
      isOfControl && control === null
        ? [new Float64Array(folder.places).fill(Number.NaN)]
        : await folder.limits([flag], signal);
    const counted = (role: Role) => countBeyond(duck, folder, role, flag, limits, signal);
    const ofSet = await counted('set');
    const ofControl = control === null ? null : await counted(control);
    rates.push(
      Array.from(limits, (limit, place): CountedRate => {
        const isUnknown = isOfControl && Number.isNaN(limit);
        const setDefined = ofSet.defined[place] ?? 0;
        const controlDefined = ofControl?.defined[place] ?? 0;
        const rate: FlagRate = {
          threshold: isUnknown ? null : limit,
          set: isUnknown || setDefined === 0 ? null : (ofSet.beyond[place] ?? 0) / setDefined,
          control:
            isUnknown || controlDefined === 0 ? null : (ofControl?.beyond[place] ?? 0) / controlDefined,
        };
        return { rate, defined: { set: setDefined, control: controlDefined } };
      }),
    );
  }
  return flagRatesOfCounts(folder.grid, rates, {
    control,
    pairs: {
      set: folder.positions('set').length,
      control: control === null ? 0 : folder.positions(control).length,
    },
  });
}

async function countBeyond(
  duck: Duck,
  folder: FolderRun,
  role: Role,
  flag: ReturnType<typeof flagThresholds>[number],
  limits: Float64Array,
  signal: AbortSignal | undefined,
): Promise<Counts> {
  const value = quantitySql(flag);
  const sign = looksAbove(flag.comparison) ? '>' : '<';
  const counts = { defined: new Float64Array(folder.places), beyond: new Float64Array(folder.places) };
  const rows = await duck.rows<[place: number, defined: number, beyond: number]>(
    `SELECT ${placeSql(folder.grid)} AS place, count(${value})::DOUBLE,
       (count(*) FILTER (WHERE ${value} ${sign} ${byPlaceSql(limits, placeSql(folder.grid))}))::DOUBLE
     FROM (${await folder.source(role)}) AS m GROUP BY place`,
    signal,
  );
  for (const [place, defined, beyond] of rows) {
    counts.defined[place] = defined;
    counts.beyond[place] = beyond;
  }
  return counts;
}
