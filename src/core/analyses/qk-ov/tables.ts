/** The CSV files of an export. */
import type { AnalysisTable, Cell } from '../analysis.ts';
import type { NamedTensors } from '../named-tensor.ts';
import type { HeadPlace } from '../of-heads.ts';
import {
  CIRCUITS,
  directionsOfHead,
  eigenShares,
  END_WORDS,
  pairsOfHead,
  SHARES,
  sizesOf,
  versionsOf,
} from './result.ts';

function placesOf(result: NamedTensors): HeadPlace[] {
  const { layers, heads } = sizesOf(result);
  return Array.from({ length: layers * heads }, (_, at) => ({
    layer: Math.floor(at / heads),
    head: at % heads,
  }));
}

export const eigenTable: AnalysisTable = {
  name: 'qk-ov-eigenvalues',
  columns: ['layer', 'head', 'weights', 'circuit', 'score', 'positive_share'],
  *rows(result) {
    for (const place of placesOf(result))
      for (const version of versionsOf(result))
        for (const share of SHARES) {
          const own = eigenShares(result, share, place, version);
          if (own !== null && own.score !== null)
            yield [place.layer, place.head, version, share, own.score, own.positive];
        }
  },
};

export const pairsTable: AnalysisTable = {
  name: 'qk-ov-pairs',
  columns: ['layer', 'head', 'circuit', 'rank', 'from_id', 'from', 'to_id', 'to', 'value'],
  *rows(result) {
    for (const place of placesOf(result))
      for (const circuit of CIRCUITS)
        for (const [rank, { ids, texts, value }] of pairsOfHead(result, circuit, place).entries())
          yield [place.layer, place.head, circuit, rank + 1, ids[0], texts[0], ids[1], texts[1], value];
  },
};

export const directionsTable: AnalysisTable = {
  name: 'qk-ov-directions',
  columns: [
    'layer',
    'head',
    'circuit',
    'direction',
    'singular_value',
    'side',
    'end',
    'rank',
    'id',
    'token',
    'value',
  ],
  *rows(result): Generator<readonly Cell[], void, void> {
    for (const place of placesOf(result))
      for (const circuit of CIRCUITS)
        for (const { number, value, sides } of directionsOfHead(result, circuit, place))
          for (const [at, side] of sides.entries())
            for (const end of ['largest', 'smallest'] as const)
              for (const [rank, token] of side[end].entries())
                yield [
                  place.layer,
                  place.head,
                  circuit,
                  number + 1,
                  value,
                  END_WORDS[circuit][at] ?? '',
                  end,
                  rank + 1,
                  token.id,
                  token.text,
                  token.value,
                ];
  },
};
