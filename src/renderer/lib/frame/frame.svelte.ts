/** What the frame around the views holds: the inspector, the keys in force, what is open. */
import type { Snippet } from 'svelte';

export interface ViewKey {
  /** `KeyboardEvent.key`: 'j', 'ArrowLeft', 'Enter'. */
  readonly key: string;
  /** What it does, for the list of keys: "Next pair". */
  readonly what: string;
  readonly run: () => void;
}

interface InspectorContent {
  readonly label: string;
  readonly content: Snippet;
}

class Frame {
  /** What the view in the middle explains on the right; null closes the inspector. */
  inspector = $state.raw<InspectorContent | null>(null);
  /** Keys of the views and panels that are there now; the last one added answers first. */
  keys = $state.raw<readonly ViewKey[]>([]);
  paletteOpen = $state(false);
  keysOpen = $state(false);
}

export const frame = new Frame();
