/** What path patching knows of every head: how much it sends to each receiver that was asked for. */
import { formatChosen } from '../../figures/figure.ts';
import { type NamedTensors, scalarOf, tensorOf } from '../named-tensor.ts';
import type { HeadOutcome, HeadQuantity } from '../of-heads.ts';
import { LARGEST_Q } from '../interval-verdict.ts';
import {
  effectsOfMap,
  mapName,
  mapsOf,
  type PathMap,
  type PathVerdict,
  senderCount,
  shapeOf,
} from './maps.ts';
import { measuredPairs, receiverWords, WAY_TITLES } from './words.ts';

const OUTCOMES = {
  sends: 'called',
  opposes: 'called',
  nothing: 'none',
  undecided: 'undecided',
  untested: 'untested',
} as const satisfies Record<PathVerdict, HeadOutcome>;

/** So many maps of heads are told of; a receiver for every head would be a column for every head. */
const MOST_MAPS = 24;

export function pathsOfHeads(result: NamedTensors): readonly HeadQuantity[] {
  if (!result.has('paths.share')) return [];
  return mapsOf(result)
    .slice(0, MOST_MAPS)
    .map((map, at) => quantityOfMap(result, map, at));
}

/** The heads that send to one receiver. @param at its place among the maps */
export function quantityOfMap(result: NamedTensors, map: PathMap, at: number): HeadQuantity {
  const { layers, heads } = shapeOf(result);
  const places = layers * heads;
  const from = at * senderCount({ layers, heads });
  const numbers = (name: string, pick: (place: number) => number = (place) => place) => {
    const { data } = tensorOf(result, name);
    return Float64Array.from({ length: places }, (_, place) => data[pick(from + place)] as number);
  };
  const outcomes: HeadOutcome[] = Array.from({ length: places }, () => 'untested');
  for (const { from: sender, verdict } of effectsOfMap(result, at))
    if (sender.layer !== null && sender.head !== null)
      outcomes[sender.layer * heads + sender.head] = OUTCOMES[verdict];
  const margin = formatChosen(scalarOf(result, 'paths.margin'));
  const way = WAY_TITLES[map.way];
  const to = map.to.layer === null ? (['reaches', 'reach'] as const) : (['feeds', 'feed'] as const);
  return {
    name: mapName(map),
    title: `Sends to ${receiverWords(map.to)} (${way})`,
    unit: '',
    question: 'matters',
    layers,
    heads,
    signed: true,
    n: measuredPairs(result),
    values: numbers('paths.share'),
    low: numbers('paths.share_interval', (place) => 2 * place),
    high: numbers('paths.share_interval', (place) => 2 * place + 1),
    q: numbers('paths.share_q'),
    qOver: `${tensorOf(result, 'paths.asked').data.filter((one) => one === 1).length} paths`,
    called: {
      as: `${to[0]} ${receiverWords(map.to)}, ${way}`,
      verdict: [`${to[0]} ${receiverWords(map.to)}`, `${to[1]} ${receiverWords(map.to)}`],
      bothWays: true,
      not: ['sends nothing that counts', 'send nothing that counts'],
      rule: `The whole 95 % interval lies beyond ±${margin} of the way, and q is at most ${LARGEST_Q} over all paths. “Sends nothing that counts”: the whole of it lies within.`,
      outcomes,
    },
    byItem: { tensor: 'heads', at },
  };
}
