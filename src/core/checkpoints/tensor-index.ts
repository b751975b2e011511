import { CoreError } from '../errors.ts';
import type { ElementType } from './float-types.ts';

/** What is known of a tensor before its bytes are read. */
export interface TensorDescription {
  readonly dtype: ElementType;
  readonly shape: readonly number[];
}

/** A tensor, and where in its file it lies. */
export interface TensorEntry extends TensorDescription {
  /** First byte, counted from the start of the file. */
  readonly begin: number;
  /** One past the last byte, counted from the start of the file. */
  readonly end: number;
  /** In elements; absent where the tensor lies row-major and without gaps, as nearly all do. */
  readonly strides?: readonly number[];
}

/** Every tensor of a checkpoint, by its name there. */
export type TensorIndex = ReadonlyMap<string, TensorDescription>;

/**
 * The first of `names` that the checkpoint has: a parameter can have gone by several names over the years.
 * @throws CoreError TENSOR_MISSING naming all of them
 */
export function findTensor(index: TensorIndex, names: readonly string[]): string {
  const found = names.find((name) => index.has(name));
  if (found !== undefined) return found;
  const [name, ...others] = names.map((candidate) => `"${candidate}"`);
  const alternatives = others.length > 0 ? ` (nor ${others.join(', ')})` : '';
  const masked = names.find((name) => index.has(`${name}_orig`) && index.has(`${name}_mask`));
  if (masked !== undefined)
    throw new CoreError(
      'TENSOR_MISSING',
      `the checkpoint was pruned with torch.nn.utils.prune and has "${masked}" as ${masked}_orig and ${masked}_mask: call torch.nn.utils.prune.remove on every pruned module, and save it again`,
      { tensors: names },
    );
  throw new CoreError('TENSOR_MISSING', `the checkpoint has no tensor ${name}${alternatives}`, {
    tensors: names,
  });
}
