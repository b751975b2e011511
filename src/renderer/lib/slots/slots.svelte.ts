/** The places in the frame that the open view fills: the inspector on the right, and the keys in force. */
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

class Slots {
  /** What the view in the middle explains on the right; null closes the inspector. */
  inspector = $state.raw<InspectorContent | null>(null);
  /** Keys of the views and panels that are there now; the last one added answers first. */
  keys = $state.raw<readonly ViewKey[]>([]);
}

export const slots = new Slots();
