/** How lists, thresholds and sort orders are written in the query of a URL hash, and read back. */
import type { Threshold } from '../../../shared/entities.ts';

/** `0,3` → [0, 3]; absent → undefined. What is no number becomes NaN, which the route's schema refuses. */
export function parseNumbers(text: string | null): number[] | undefined {
  if (text === null) return undefined;
  return text === '' ? [] : text.split(',').map((part) => (part === '' ? Number.NaN : Number(part)));
}

export function formatNumbers(numbers: readonly number[] | undefined): string | undefined {
  return numbers?.join(',');
}

/** One `label=` for each; the empty one means pairs without label. */
export function parseLabels(texts: readonly string[]): (string | null)[] | undefined {
  return texts.length === 0 ? undefined : texts.map((text) => (text === '' ? null : text));
}

export function formatLabels(labels: readonly (string | null)[] | undefined): string[] {
  return (labels ?? []).map((label) => label ?? '');
}

/** `value_cosine<=0.9` → its parts; text of another form is returned as it is, for the schema to refuse. */
export function parseThreshold(text: string): unknown {
  const match = /^(?<metric>[a-z_]+)(?<comparison>>=|<=|>|<)(?<value>.+)$/.exec(text);
  if (match?.groups === undefined) return text;
  const { metric, comparison, value } = match.groups;
  return { metric, comparison, value: Number(value) };
}

export function formatThreshold(threshold: Threshold): string {
  return `${threshold.metric}${threshold.comparison}${String(threshold.value)}`;
}

/** `value_cosine:desc` → its parts, unchecked. */
export function parseSort(text: string | null): unknown {
  if (text === null) return undefined;
  const [by, direction] = text.split(':');
  return { by, direction };
}

export function formatSort(sort: { readonly by: string; readonly direction: string }): string {
  return `${sort.by}:${sort.direction}`;
}
