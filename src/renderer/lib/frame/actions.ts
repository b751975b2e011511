/** What the frame does in every view: by a key, from the command palette, or both. */
import { THEME_CHOICES, theme } from '../../ui/theme.svelte.ts';
import { undoStack } from '../engine/undo.ts';
import { systemNotices } from '../jobs/system-notices.svelte.ts';
import { backUpWorkspace } from '../workspace/back-up.ts';
import { frame } from './frame.svelte.ts';
import type { Key } from './keys.ts';
import { focusSearch } from './search.ts';

export interface Action {
  /** "List the keys" */
  readonly what: string;
  readonly key?: Key;
  readonly inPalette: boolean;
  readonly run: () => void;
}

export const OPEN_PALETTE: Action & { key: Key } = {
  what: 'Search or do anything',
  key: { key: 'k', ctrl: true },
  inPalette: false,
  run: () => (frame.paletteOpen = !frame.paletteOpen),
};

/** Their keys are those of texts while one is typed (keys.ts). */
export const UNDO: Action = {
  what: 'Undo what was done last',
  inPalette: true,
  run: () => void undoStack.undo(),
};
export const REDO: Action = {
  what: 'Do again what was undone',
  inPalette: true,
  run: () => void undoStack.redo(),
};

export const SEARCH_HERE: Action = {
  what: 'Search in this view',
  key: { key: '/' },
  inPalette: false,
  run: focusSearch,
};

export const ACTIONS: readonly Action[] = [
  OPEN_PALETTE,
  SEARCH_HERE,
  { what: 'List the keys', key: { key: '?' }, inPalette: true, run: () => (frame.keysOpen = true) },
  UNDO,
  REDO,
  { what: 'Back up the workspace', inPalette: true, run: () => void backUpWorkspace() },
  ...(systemNotices.canBe
    ? [
        {
          what: 'Notify me when long jobs end',
          inPalette: true,
          run: () => void systemNotices.choose(true),
        },
        {
          what: 'Do not notify me when jobs end',
          inPalette: true,
          run: () => void systemNotices.choose(false),
        },
      ]
    : []),
  ...THEME_CHOICES.map(({ choice, label }) => ({
    what: `Theme: ${label.toLowerCase()}`,
    inPalette: true,
    run: () => theme.choose(choice),
  })),
];
