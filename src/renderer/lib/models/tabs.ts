/** The tabs of a model's page. */
import { z } from 'zod';
import { LOGITS } from '../../../core/architectures/hook-names.ts';
import type { ModelDetail } from '../../../shared/entities.ts';

export const MODEL_TABS = [
  'blocks',
  'probe',
  'predictions',
  'parameters',
  'config',
  'files',
  'card',
] as const;
export const modelTab = z.enum(MODEL_TABS);
export type ModelTab = z.infer<typeof modelTab>;

export const TAB_WORDS: Readonly<Record<ModelTab, string>> = {
  blocks: 'Blocks',
  probe: 'Probe',
  predictions: 'Predictions',
  parameters: 'Parameters',
  config: 'Config',
  files: 'Files',
  card: 'Card',
};

/** The tabs that have something to show. Of a model whose files are gone, only the config is known, from its runs. */
export function tabsOf({ hooks, tensors, files, card, weightsPresent }: ModelDetail): ModelTab[] {
  const has: Readonly<Record<ModelTab, boolean>> = {
    blocks: hooks.length > 0,
    probe: weightsPresent,
    predictions: weightsPresent && hooks.some(({ name }) => name === LOGITS),
    parameters: tensors.length > 0,
    config: true,
    files: files.length > 0,
    card: card !== null,
  };
  return MODEL_TABS.filter((tab) => has[tab]);
}
