/** The options of a run behind the `?` of an address: the form's, and those of a preset. */
import { runOptions, type RunOptions } from '../../../shared/entities.ts';
import type { QueryPart } from '../navigation/query-parts.ts';

/** By their names in the address. */
const TEXTS = ['alignment', 'queries', 'keep'] as const;
const CHOICES = {
  comparison: 'comparison',
  clusters: 'clusters',
  adjustment: 'adjustment',
  'margin-of': 'marginOf',
} as const;
const NUMBERS = { margin: 'margin', permutations: 'permutations' } as const;

/** `alignment=auto&queries=all&keep=none&seed=0&comparison=auto&…`: all of them are written, whatever is usual. */
export const optionsPart: QueryPart<RunOptions> = {
  read(query) {
    if (!TEXTS.every((name) => query.has(name))) return undefined;
    const number = (name: string) => {
      const text = query.get(name);
      return text === null ? undefined : Number(text);
    };
    const covariates = query.get('covariates');
    return {
      ...Object.fromEntries(TEXTS.map((name) => [name, query.get(name)])),
      seed: number('seed'),
      // An address of before there was a choice has none.
      device: query.get('device') ?? undefined,
      comparison: {
        ...Object.fromEntries(
          Object.entries(CHOICES).map(([name, field]) => [field, query.get(name) ?? undefined]),
        ),
        ...Object.fromEntries(Object.entries(NUMBERS).map(([name, field]) => [field, number(name)])),
        ...(covariates !== null && { covariates: covariates === '' ? [] : covariates.split(',') }),
      },
    };
  },
  write(options, query) {
    for (const name of TEXTS) query.set(name, options[name]);
    query.set('seed', String(options.seed));
    if (options.device !== undefined) query.set('device', options.device);
    const { comparison } = options;
    for (const [name, field] of Object.entries(CHOICES)) query.set(name, comparison[field]);
    for (const [name, field] of Object.entries(NUMBERS)) query.set(name, String(comparison[field]));
    query.set('covariates', comparison.covariates.join(','));
  },
};

/** As a preset keeps them. */
export function optionsQuery(options: RunOptions): string {
  const query = new URLSearchParams();
  optionsPart.write(options, query);
  return query.toString();
}

/** null where what is stored is none. */
export function optionsOfQuery(query: string): RunOptions | null {
  const read = runOptions.safeParse(optionsPart.read(new URLSearchParams(query)));
  return read.success ? read.data : null;
}
