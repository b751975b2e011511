/**
 * Neurons: what excites single neurons of the feed-forward layers, and what they write to the logits (Geva et al. 2021, 2022).
 * docs/analyses/neurons.md.
 */
import type { AnalysisDefinition, AnalysisTable } from '../analysis.ts';
import { neuronsAbout } from './about.ts';
import { EXAMPLE_KINDS } from './examples.ts';
import { neuronsName } from './name.ts';
import { neuronsOf } from './neurons.ts';
import { neuronsIds } from './ids.ts';
import { neuronsOptions, type NeuronsOptions } from './options.ts';
import { neuronsFindings } from './words.ts';

/** Of an example the activation, its text's place in the plan and its token's in the text; of a written token its logit. */
const table: AnalysisTable = {
  name: 'neurons',
  columns: ['layer', 'neuron', 'kind', 'rank', 'token_id', 'token', 'value', 'text', 'position'],
  *rows(result) {
    for (const { layer, neuron, examples, raises, lowers } of neuronsOf(result)) {
      for (const kind of EXAMPLE_KINDS)
        for (const [index, { id, word, activation, text, token }] of examples[kind].entries())
          yield [layer, neuron, kind, index + 1, id, word, activation, text, token];
      for (const [kind, written] of Object.entries({ raises, lowers }))
        for (const [index, { id, word, logit }] of (written ?? []).entries())
          yield [layer, neuron, kind, index + 1, id, word, logit, null, null];
    }
  },
};

export const neurons = {
  ...neuronsName,
  version: 1,
  summary:
    'Which texts and tokens excite single neurons, with random ones beside them, and what neurons write to the logits.',
  about: neuronsAbout,
  takes: ['texts', 'pairs', 'ids'],
  ids: neuronsIds,
  suits: ({ architecture }) => architecture !== 'attention_only',
  unsuited: 'no feed-forward layers',
  unit: 'texts',
  options: neuronsOptions,
  inShards: true,
  example: 'pairlens analyze neurons --model char-en --texts everyday-english --token q --out DIR',
  tables: [table],
  figures: [{ name: 'histogram', spec: { kind: 'neurons-histogram' } }],
  findings: neuronsFindings,
} as const satisfies AnalysisDefinition<NeuronsOptions>;
