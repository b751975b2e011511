import type { NamedTensors } from '../named-tensor.ts';
export function negationFindings(_result: NamedTensors): string[] {
  return [];
}
