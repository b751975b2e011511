/** What a panel shows, from what names its figure: titles of long names begin alike. */
import { STATISTICS } from '../../../core/analyses/statistics/grid-statistics.ts';
import { METRICS } from '../../../core/metrics/catalogue.ts';
import type { FigureKindName } from '../../../core/registries/figures.ts';
import { capitalised, inSentence } from '../../../core/capitalised.ts';

const KINDS: Readonly<Record<FigureKindName, string>> = {
  'pair-map': 'Map of a pair',
  'pair-text': 'Text of a pair',
  'pair-lines': 'Lines of a pair',
  'pair-heads': 'Heads on a pair',
  'pair-small-maps': 'Small maps of a pair',
  'probe-map': 'Map of a tried text',
  'probe-small-maps': 'Small maps of a tried text',
  'probe-text': 'Tried text',
  distribution: 'Distribution',
  'results-histograms': 'Histograms of results',
  'statement-lengths': 'Lengths of statements',
  'head-map': 'Map of heads',
  'head-profile': 'Profile of a head',
  'quantity-ranking': 'Ranking of heads',
  'item-distribution': 'Distribution over items',
  'item-text': 'Text of an item',
  'head-grid': 'Map of heads',
  'head-ranking': 'Ranking of heads',
  'head-scatter': 'Scatter of heads',
  'layer-boxes': 'Boxes by layer',
  'so-far-map': 'Map of heads so far',
  balance: 'Balance of set and control',
  'runs-map': 'Map of runs',
  'runs-ranking': 'Ranking over runs',
  'runs-scatter': 'Scatter of runs',
  'runs-depth': 'Runs by depth',
  'induction-map': 'Induction map',
  'induction-loss': 'Loss of repeated tokens',
  'induction-scatter': 'Scatter of induction',
  'induction-trial': 'Induction trial',
  'probe-circuit': 'Induction in a tried text',
  'negation-profile': 'Negation profile',
  'negation-labels': 'Negation by label',
  'negation-question': 'Question about negation',
  'patterns-matrix': 'Heads by detector',
  'patterns-unseen': 'Patterns on unseen text',
  'query-key-map': 'Map of queries and keys',
  'query-key-points': 'Points of queries and keys',
  'query-key-heads': 'Queries and keys of heads',
  'norms-mixing': 'Mixing by norms',
  'patching-map': 'Patching map',
  'patching-ranking': 'Ranking of patching',
  'patching-pair': 'Patching of a pair',
  'pair-restored': 'What is restored on a pair',
  'effects-scatter': 'Scatter of effects',
  'path-map': 'Map of senders',
  'attribution-components': 'Attribution by component',
  'probe-attribution': 'Attribution in a tried text',
  'probe-predictions': 'Predictions of a tried text',
  'lens-streams': 'Logit lens',
  'probe-lens': 'Logit lens of a tried text',
  'bigrams-counts': 'Counts of bigrams',
  'bigrams-points': 'Points of embeddings',
  'qk-ov-map': 'Map of QK and OV circuits',
  'qk-ov-eigenvalues': 'Eigenvalues of QK and OV circuits',
  'composition-graph': 'Composition graph',
  'composition-matrix': 'Composition matrix',
  'neurons-histogram': 'Histogram of a neuron',
};

/** Fields of which a figure's words are made, in this order, where it has them. */
const SAYING = ['map', 'shows', 'part', 'side', 'quantity'] as const;

/** 'Map of a pair · difference · L1 H2 · run 3' */
export function panelWords(figure: Readonly<Record<string, unknown>>): string {
  const { kind, statistic, metric, layer, head, runId } = figure;
  const place = [
    typeof layer === 'number' ? `L${layer}` : '',
    typeof head === 'number' ? `H${head}` : '',
  ].filter((part) => part !== '');
  const words = [
    isKeyOf(KINDS, kind) ? KINDS[kind] : '',
    ...SAYING.map((field) => figure[field])
      .filter((value) => typeof value === 'string')
      .map((value) => value.replaceAll(/[-_]/g, ' ')),
    isKeyOf(STATISTICS, statistic) ? STATISTICS[statistic].label : '',
    isKeyOf(METRICS, metric) ? inSentence(METRICS[metric].label) : '',
    place.join(' '),
    typeof runId === 'number' ? `run ${runId}` : '',
  ];
  return capitalised(words.filter((part) => part !== '').join(' · '));
}

function isKeyOf<Key extends string>(table: Readonly<Record<Key, unknown>>, key: unknown): key is Key {
  return typeof key === 'string' && Object.hasOwn(table, key);
}
