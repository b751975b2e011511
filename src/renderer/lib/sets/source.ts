import { isolated } from '../../../core/isolated.ts';
import type { SentenceSet } from '../../../shared/entities.ts';
import { formatMoment } from '../format/format.ts';

/** Where a set came from and when: "Bundled · 21 Nov 2026, 09:30". */
export function describeSource({ source, createdAt }: Pick<SentenceSet, 'source' | 'createdAt'>): string {
  return `${originOf(source)} · ${formatMoment(createdAt)}`;
}

function originOf(source: string): string {
  if (source.startsWith('bundled:')) return 'Bundled';
  if (source.startsWith('file:')) return `From ${isolated(source.slice('file:'.length))}`;
  return source === 'pasted' ? 'Pasted' : 'Made here';
}
