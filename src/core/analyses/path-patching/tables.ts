import type { AnalysisTable } from '../analysis.ts';
import { effectsOfMap, mapsOf } from './maps.ts';

/** A row for each path. `from_head` empty: an MLP; `from_layer` empty: the embeddings; `to_layer` empty: the output. */
export const pathTable: AnalysisTable = {
  name: 'path-patching',
  columns: [
    'way',
    'from',
    'from_layer',
    'from_head',
    'to_layer',
    'to_head',
    'read',
    'n',
    'mean',
    'ci_low',
    'ci_high',
    'p',
    'q',
    'verdict',
  ],
  *rows(result) {
    if (!result.has('paths.share')) return;
    for (const [map, { way, to }] of mapsOf(result).entries())
      for (const { from, name, verdict, n, mean, low, high, p, q } of effectsOfMap(result, map))
        yield [
          way,
          name,
          from.layer,
          from.head,
          to.layer,
          to.head,
          to.read,
          n,
          mean,
          low,
          high,
          p,
          q,
          verdict,
        ];
  },
};
