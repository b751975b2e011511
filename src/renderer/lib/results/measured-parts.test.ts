import { expect, test } from 'vitest';
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import { measuredParts } from './measured-parts.ts';

const measured: readonly MetricName[] = ['max_attention_diff', 'attention_js_divergence'];
const metric = 'attention_js_divergence';

test.each<[string, Parameters<typeof measuredParts>[0], ReturnType<typeof measuredParts>]>([
  ['nothing is said', { metric, sort: undefined }, { parts: {}, lacking: [] }],
  [
    'what was measured, and what is no metric',
    {
      metric,
      sort: { by: 'max_attention_diff', direction: 'asc', then: [{ by: 'pair', direction: 'asc' }] },
    },
    { parts: {}, lacking: [] },
  ],
  [
    'one of two keys was not measured',
    { metric, sort: { by: 'value_cosine', direction: 'asc', then: [{ by: 'pair', direction: 'desc' }] } },
    { parts: { sort: { by: 'pair', direction: 'desc' } }, lacking: ['value_cosine'] },
  ],
  [
    'the only key was not',
    { metric, sort: { by: 'value_cosine', direction: 'asc' } },
    { parts: { sort: undefined }, lacking: ['value_cosine'] },
  ],
  [
    'the metric of the strips was not',
    { metric: 'top_key_overlap', sort: undefined },
    { parts: { metric: 'max_attention_diff' }, lacking: ['top_key_overlap'] },
  ],
])('where %s', (_what, route, expected) => {
  expect(measuredParts(route, measured)).toEqual(expected);
});

test('a run that measured nothing is left as it is', () => {
  expect(measuredParts({ metric, sort: undefined }, [])).toEqual({ parts: {}, lacking: [] });
});
