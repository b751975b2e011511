/** What there is to see of a model. */
import { z } from 'zod';
import type { ModelDetail } from '../../../shared/entities.ts';

export const MODEL_TABS = ['blocks', 'probe', 'parameters', 'config', 'files', 'card'] as const;
export const modelTab = z.enum(MODEL_TABS);
export type ModelTab = z.infer<typeof modelTab>;

export const TAB_WORDS: Readonly<Record<ModelTab, string>> = {
  blocks: 'Blocks',
  probe: 'Probe',
  parameters: 'Parameters',
  config: 'Config',
  files: 'Files',
  card: 'Card',
};

/** Without its files a model has its config, from a run, and no more; many have no card. */
export function tabsOf({ hooks, tensors, files, card, weightsPresent }: ModelDetail): ModelTab[] {
  const has: Readonly<Record<ModelTab, boolean>> = {
    blocks: hooks.length > 0,
    probe: weightsPresent,
    parameters: tensors.length > 0,
    config: true,
    files: files.length > 0,
    card: card !== null,
  };
  return MODEL_TABS.filter((tab) => has[tab]);
}
