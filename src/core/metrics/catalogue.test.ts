import { describe, expect, test } from 'vitest';
import { groupMetrics, inForm, METRIC_NAMES, METRICS, metricIndex } from './catalogue.ts';
import { METRIC_ENTRIES } from './catalogue-entries.ts';

describe('a metric', () => {
  test.each(METRIC_NAMES)('%s is described in whole sentences', (name) => {
    const { label, definition, undefinedWhen, note = '', range, signed, change } = METRICS[name];
    expect(METRICS[name].name).toBe(name);
    expect(label).toMatch(/^[A-Z][^.]+$/);
    expect(`${definition}${note}`).toMatch(/^[A-Z].+\.$/);
    expect(undefinedWhen).toMatch(/^[a-z].+[^.]$/);
    const [least, most] = range;
    if (least !== null && most !== null) expect(least).toBeLessThan(most);
    // What may be tested against 0 goes either way from it.
    if (signed) expect(change).toBe('either');
    expect(METRIC_NAMES[metricIndex(name)]).toBe(name);
  });

  test('has one label of its own', () => {
    expect(new Set(METRIC_NAMES.map((name) => METRICS[name].label)).size).toBe(METRIC_NAMES.length);
  });
});

test('the order of columns is that of earlier versions, with what is new after it', () => {
  expect(METRIC_NAMES.slice(0, 9)).toEqual([
    'max_attention_diff',
    'mean_attention_diff',
    'attention_pattern_correlation',
    'value_output_correlation',
    'attention_js_divergence',
    'attention_entropy_diff',
    'value_cosine',
    'unaligned_mass_original',
    'unaligned_mass_counterfactual',
  ]);
  expect(METRIC_NAMES).toHaveLength(41);
});

test('forms: attention with sinks and without, values and sinks themselves once', () => {
  expect(inForm('attention_js_divergence', 'excluded')).toBe('attention_js_divergence_no_sinks');
  expect(inForm('attention_js_divergence_no_sinks', 'kept')).toBe('attention_js_divergence');
  expect(inForm('value_cosine', 'excluded')).toBe('value_cosine');
  const once = METRIC_NAMES.filter((name) => METRICS[name].form === null);
  expect(once).toEqual([
    'value_output_correlation',
    'value_cosine',
    'sink_mass_original',
    'sink_mass_counterfactual',
    'sink_mass_diff',
    'shift_from_sinks',
    'value_cosine_centred',
  ]);
});

test('groups hold every metric once', () => {
  const listed = groupMetrics().flatMap(({ metrics }) => metrics);
  expect(listed.toSorted()).toEqual(METRIC_NAMES.toSorted());
  expect(groupMetrics(['value_cosine'])).toEqual([
    { group: 'values', label: 'Values', metrics: ['value_cosine'] },
  ]);
  expect(Object.keys(METRIC_ENTRIES).length).toBe(24);
});
