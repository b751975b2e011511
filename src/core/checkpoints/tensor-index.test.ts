import { expect, it } from 'vitest';
import { findTensor, type TensorDescription } from './tensor-index.ts';

const index = (...names: string[]) => new Map(names.map((name) => [name, {} as TensorDescription] as const));

it('finds the first of the names that a tensor has gone by', () => {
  expect(findTensor(index('gamma', 'weight'), ['weight', 'gamma'])).toBe('weight');
  expect(findTensor(index('gamma'), ['weight', 'gamma'])).toBe('gamma');
});

it('says which names there are not, and what the masks of a pruned model are', () => {
  expect(() => findTensor(index('bias'), ['weight', 'gamma'])).toThrow(
    'the checkpoint has no tensor "weight" (nor "gamma")',
  );
  expect(() => findTensor(index('weight_orig', 'weight_mask'), ['weight'])).toThrow(
    /pruned with torch.nn.utils.prune and has "weight" as weight_orig and weight_mask: call torch.nn.utils.prune.remove/,
  );
});
