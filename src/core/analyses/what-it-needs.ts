/** Which tables and figures of a kind have anything to show of a result. */
import type { NamedTensors } from './named-tensor.ts';

/** Those of whose tensor the result has numbers, in their order; what needs none is always there. */
export function havingWhatTheyNeed<Part extends { readonly needs?: string }>(
  parts: readonly Part[],
  result: Pick<NamedTensors, 'has'>,
): Part[] {
  return parts.filter(({ needs }) => needs === undefined || result.has(needs));
}
