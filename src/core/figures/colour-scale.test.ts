import { expect, test } from 'vitest';
import { fittedDomain } from './colour-scale.ts';

test.each([
  ['distances keep their zero', [0.1, 0.37], 'sequential', [0, 0.4]],
  ['values far from zero use the whole scale', [0.81, 0.99], 'sequential', [0.8, 1]],
  ['negative values are not cut off', [-0.2, 0.7], 'sequential', [-0.2, 0.8]],
  ['one value', [0.5, 0.5], 'sequential', [0, 0.5]],
  ['one negative value', [-0.5], 'sequential', [-0.5, 0]],
  ['nothing but zeros', [0, 0], 'sequential', [0, 1]],
  ['nothing at all', [null, Number.NaN], 'sequential', [0, 1]],
  ['differences are symmetric', [-0.05, 0.17], 'diverging', [-0.2, 0.2]],
  ['no difference at all', [0], 'diverging', [-1, 1]],
  ['no differences', [], 'diverging', [-1, 1]],
] as const)('fitted domain: %s', (_, values, kind, domain) => {
  expect(fittedDomain(values, kind)).toEqual(domain);
});
