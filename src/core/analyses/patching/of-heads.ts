/** What a patching knows of every head, for the head's page and the catalogue: what putting its activation in restores. */
import { capitalised } from '../../capitalised.ts';
import { formatChosen } from '../../figures/figure.ts';
import type { NamedTensors } from '../named-tensor.ts';
import { scalarOf, tensorOf } from '../named-tensor.ts';
import type { HeadOutcome, HeadQuantity } from '../of-heads.ts';
import { LARGEST_Q } from '../interval-verdict.ts';
import { patchedCells, type PatchVerdict } from './cells.ts';
import { HOOK_PLACES } from './hooks.ts';
import { countedVerdict, VERDICT_WORDS } from './words.ts';
import { columnOf, countsOf, mapsOf, type ResultMap, settingsOf } from './result.ts';

const OUTCOMES = {
  moves: 'called',
  against: 'called',
  nothing: 'none',
  undecided: 'undecided',
  untested: 'untested',
} as const satisfies Record<PatchVerdict, HeadOutcome>;

/** Of key-value heads, which are not the heads of the model, nothing is said there. */
export function patchingOfHeads(result: NamedTensors): readonly HeadQuantity[] {
  const maps = mapsOf(result).filter(({ heads, byPosition }) => heads !== null && !byPosition);
  // Results of before that was stored: the most that a map has.
  const ofModel = result.has('heads')
    ? scalarOf(result, 'heads')
    : Math.max(0, ...maps.map(({ heads }) => heads ?? 0));
  return maps.filter(({ heads }) => heads === ofModel).map((map) => headQuantity(result, map));
}

/** 'patching effect', 'patching effect, noising, queries': one that moves the outcome away has an effect, too, and restores nothing. */
function calledAs({ direction, hook }: ResultMap): string {
  const parts = [
    'patching effect',
    ...(direction === 'noising' ? ['noising'] : []),
    ...(hook === 'z' ? [] : [HOOK_PLACES[hook].title.toLowerCase()]),
  ];
  return parts.join(', ');
}

/** @param map of heads at all positions */
export function headQuantity(result: NamedTensors, map: ResultMap): HeadQuantity {
  const tensor = tensorOf(result, map.name);
  const { margin, comparison } = settingsOf(result);
  const title = HOOK_PLACES[map.hook].title;
  const verb = map.direction === 'denoising' ? 'restored' : 'broken';
  return {
    values: columnOf(tensor, 'mean'),
    low: columnOf(tensor, 'ci_low'),
    high: columnOf(tensor, 'ci_high'),
    name: map.name.replace('.', '_'),
    title: `${title}: share ${verb}`,
    unit: '',
    question: 'matters',
    layers: map.layers,
    heads: map.heads ?? 0,
    signed: true,
    n: countsOf(result).measured,
    q: columnOf(tensor, 'q'),
    ...(comparison !== 'none' && {
      control: {
        values: columnOf(tensor, 'control_mean'),
        low: columnOf(tensor, 'control_ci_low'),
        high: columnOf(tensor, 'control_ci_high'),
        title: 'control',
      },
      difference: {
        values: columnOf(tensor, 'difference'),
        low: columnOf(tensor, 'difference_ci_low'),
        high: columnOf(tensor, 'difference_ci_high'),
      },
    }),
    called: {
      as: calledAs(map),
      verdict: ['has an effect', 'have an effect'],
      bothWays: true,
      by: 'own',
      not: [VERDICT_WORDS[map.direction].nothing, countedVerdict(2, 'nothing', map.direction).slice(2)],
      rule: `The whole 95 % interval lies beyond ±${formatChosen(margin)} of the way, and q is at most ${LARGEST_Q}. “${capitalised(VERDICT_WORDS[map.direction].nothing)}”: the whole of it lies within.`,
      outcomes: patchedCells(result, map).map(({ verdict }) => OUTCOMES[verdict]),
    },
    byItem: { tensor: `set.${map.name}` },
  };
}
