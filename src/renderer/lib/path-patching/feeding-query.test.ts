import { expect, it } from 'vitest';
import { pathPatchingOptions } from '../../../core/analyses/path-patching/options.ts';
import { patchingOptions } from '../../../core/analyses/patching/options.ts';
import type { Analysis } from '../../../shared/analyses.ts';
import { feedingOf, newFeeding } from './feeding-query.ts';

const asked = { effect: 'log_probability', target: 'whale', position: 'mask', direction: 'noising' };

/** Of one set and model. */
function analysis(options: Record<string, unknown>): Analysis {
  const subject = { kind: 'pairs', set: { id: 3, name: 'few' }, controlSet: null };
  const model = { id: 2, name: 'bert' };
  return { id: 7, projectId: 1, subject, model, options, state: 'done' } as unknown as Analysis;
}

it('asks for the same effect the same way, and knows its answer again', () => {
  const asking = analysis(patchingOptions.parse({ ...asked, hooks: ['z'] }));
  const request = newFeeding(asking, 'L1H2');
  expect(request).toMatchObject({ model: 'bert', setId: 3, options: { ...asked, to: ['L1H2'] } });
  expect(Object.keys(request?.options ?? {})).not.toContain('hooks');
  const feeding = (options: object) => analysis(pathPatchingOptions.parse(options));
  const found = feeding(request?.options ?? {});
  expect(feedingOf([feeding({ to: ['L1H2'] }), found], asking, 'L1H2')).toBe(found);
  expect(feedingOf([found], asking, 'L1H3')).toBeUndefined();
  expect(feedingOf([feeding({ ...asked, direction: 'denoising', to: ['L1H2'] })], asking, 'L1H2')).toBe(
    undefined,
  );
});

it('asks for neither way where both were gone', () => {
  const asking = analysis(patchingOptions.parse({ direction: 'both' }));
  expect(Object.keys(newFeeding(asking, 'L1H2')?.options ?? {})).not.toContain('direction');
  const found = analysis(pathPatchingOptions.parse({ direction: 'noising', to: ['L1H2'] }));
  expect(feedingOf([found], asking, 'L1H2')).toBe(found);
});
