/** How an analysis is called in the choice of another one: '2 · attn-only-2l · “few”' */
import { subjectWords } from '../../../core/analyses/head-figures/source.ts';
import { isolated } from '../../../core/isolated.ts';
import type { Analysis } from '../../../shared/analyses.ts';

export function besideWords(one: Pick<Analysis, 'id' | 'model' | 'subject'>): string {
  return `${one.id} · ${isolated(one.model?.name ?? '')} · ${subjectWords(one)}`;
}
