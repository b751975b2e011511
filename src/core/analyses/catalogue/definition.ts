/**
 * The catalogue of a big decoder: name movers, negative name movers, S-inhibition, duplicate token, previous token, induction and copy
 * suppression heads, on sentences that break off before the indirect object. docs/analyses/catalogue.md.
 */
import { isDecoder } from '../../architectures/decoders.ts';
import type { AnalysisDefinition, AnalysisTable } from '../analysis.ts';
import { numberAt } from '../of-heads.ts';
import { catalogueAbout } from './about.ts';
import { catalogueName } from './name.ts';
import { catalogueOfHeads } from './of-heads.ts';
import { catalogueOptions, type CatalogueOptions } from './options.ts';
import { catalogueForm } from './pair-form.ts';
import { SCORE_NAMES } from './scores.ts';
import { catalogueFindings } from './words.ts';

const table: AnalysisTable = {
  name: 'catalogue',
  columns: [
    ...['score', 'layer', 'head', 'n', 'mean', 'ci_low', 'ci_high', 'control'],
    ...['difference', 'difference_low', 'difference_high', 'q', 'verdict'],
  ],
  *rows(result) {
    for (const { name, heads, n, called, q, control, difference, ...numbers } of catalogueOfHeads(result))
      for (const place of numbers.values.keys()) {
        const [score, less] = [numbers, difference ?? numbers].map((of) => numberAt(of, place));
        const own = q?.[place] ?? Number.NaN;
        yield [
          ...[name, Math.floor(place / heads), place % heads, n, score?.mean ?? null, score?.low ?? null],
          ...[score?.high ?? null, control === undefined ? null : numberAt(control, place).mean],
          ...[less?.mean ?? null, less?.low ?? null, less?.high ?? null, Number.isNaN(own) ? null : own],
          called?.outcomes[place] ?? null,
        ];
      }
  },
};

export const catalogue = {
  ...catalogueName,
  version: 1,
  summary:
    'Which heads of a decoder move names, speak against them, notice what was said twice: by their published scores.',
  about: catalogueAbout,
  takes: ['pairs'],
  pairForm: catalogueForm,
  suits: ({ architecture }) => isDecoder(architecture),
  unsuited: 'no decoder',
  foretells: true,
  reads: (given, model) => `Of ${given}, those that ${catalogueForm.words.many} go through ${model}.`,
  unit: 'pairs',
  options: catalogueOptions,
  inShards: true,
  example: 'pairlens analyze catalogue --model FOLDER --pairs ioi --out DIR',
  keepsParts: true,
  tables: [table],
  figures: SCORE_NAMES.map((name) => ({ name, spec: { kind: 'head-map', quantity: name } })),
  findings: catalogueFindings,
  ofHeads: catalogueOfHeads,
  answers: ['looks', 'carries'],
} as const satisfies AnalysisDefinition<CatalogueOptions>;
