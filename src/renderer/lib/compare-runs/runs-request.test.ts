import { expect, test } from 'vitest';
import { comparisonSubject, isOfComparison } from '../../../core/analyses/compared-runs/runs-spec.ts';
import { jobSubject } from '../../../shared/jobs.ts';
import { adjustmentOf, metricsOfBoth, requestOfRuns, shownOf } from './runs-request.ts';

const first = {
  id: 3,
  metrics: ['attention_js_divergence', 'value_cosine', 'value_cosine_centred'] as const,
};
const second = { id: 4, metrics: ['value_cosine_centred', 'value_cosine'] as const };

test('the metric of the address where both runs have measured it, else the first that both have', () => {
  expect(metricsOfBoth(first, second)).toEqual(['value_cosine', 'value_cosine_centred']);
  expect(
    requestOfRuns(first, second, { metric: 'value_cosine_centred', beyond: 'none', clusters: 'none' }),
  ).toEqual({
    runId: 3,
    otherRunId: 4,
    metric: 'value_cosine_centred',
    beyond: 'none',
    clusters: 'none',
  });
  expect(requestOfRuns(first, second, { metric: 'attention_js_divergence', beyond: 'auto' })).toEqual({
    runId: 3,
    otherRunId: 4,
    metric: 'value_cosine',
    beyond: 'auto',
  });
});

test('what two samples are adjusted for, and the smallest effect, where they are chosen', () => {
  const asked = { metric: 'value_cosine', beyond: 'auto' } as const;
  expect(
    requestOfRuns(first, second, { ...asked, covariates: ['length'], adjustment: 'strata', margin: 0.05 }),
  ).toMatchObject({ covariates: ['length'], adjustment: 'strata', margin: 0.05 });
  // Of the metric that is shown where the runs lack the one of the address, that effect was not chosen.
  const other = requestOfRuns(first, second, { ...asked, metric: 'attention_js_divergence', margin: 0.05 });
  expect(other).toMatchObject({ metric: 'value_cosine' });
  expect(other).not.toHaveProperty('margin');
  const none = requestOfRuns(first, second, { ...asked, covariates: [], adjustment: 'strata', margin: 0 });
  expect(Object.keys(none ?? {})).toEqual(['runId', 'otherRunId', 'metric', 'beyond']);
});

test('the way of adjusting that is shown is the one that is computed: chosen, or planned with the first run', () => {
  const planned = { provenance: { comparison: { adjustment: 'strata' as const } } };
  expect(adjustmentOf(planned, {})).toBe('strata');
  expect(adjustmentOf(planned, { adjustment: 'regression' })).toBe('regression');
});

test('without a metric in common there is nothing to ask for', () => {
  const other = { id: 5, metrics: [] };
  expect(requestOfRuns(first, other, { metric: 'value_cosine', beyond: 'auto' })).toBeNull();
});

test('a job is of the comparison that is on the screen, and of no other of the run', () => {
  const request = { runId: 3, otherRunId: 4, metric: 'value_cosine', beyond: 'auto' } as const;
  // As it comes from the engine: what the contract does not name is lost on the way.
  const subject = jobSubject.parse(comparisonSubject(request));
  expect(isOfComparison(subject, request)).toBe(true);
  for (const other of [
    { otherRunId: 5 },
    { metric: 'value_cosine_centred' as const },
    { beyond: 'none' as const },
    { runId: 4, otherRunId: 3 },
    { covariates: ['length' as const] },
    { margin: 0.05 },
    { clusters: 'labels' as const },
  ])
    expect(isOfComparison(subject, { ...request, ...other })).toBe(false);
  // In whatever order it was asked.
  const asked = { ...request, margin: 0.05, covariates: ['length' as const] };
  const { covariates, margin, ...rest } = asked;
  expect(isOfComparison(jobSubject.parse(comparisonSubject(asked)), { ...rest, covariates, margin })).toBe(
    true,
  );
  expect(isOfComparison({ runId: 3, analysisKind: 'statistics' }, request)).toBe(false);
});

test('the choice that is shown is what the numbers are', () => {
  expect(shownOf(undefined, 'auto')).toEqual({ beyond: 'auto' });
  expect(shownOf({ as: 'paired', beyond: 'neutral', whyNotBeyond: null }, 'auto')).toEqual({
    beyond: 'auto',
  });
  const why = 'One run has no control.';
  expect(shownOf({ as: 'paired', beyond: 'none', whyNotBeyond: why }, 'auto')).toEqual({
    beyond: 'none',
    whyNotBeyond: why,
  });
  // Two models over two sets: neither beyond anything nor tested.
  const beside = shownOf({ as: 'described', beyond: 'none', whyNotBeyond: null }, 'auto');
  expect(beside.beyond).toBe('none');
  expect(beside.whyNotBeyond).toMatch(/nothing is tested/);
  expect(beside.whyNotTested).toBe(beside.whyNotBeyond);
});
