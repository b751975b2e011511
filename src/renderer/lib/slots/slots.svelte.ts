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
  /** What is shown on the right; null where there is no inspector. */
  inspector = $state.raw<InspectorContent | null>(null);
  /** Keys of the views and panels that are open. Where two have the same key, the last one added gets it. */
  keys = $state.raw<readonly ViewKey[]>([]);
}

export const slots = new Slots();
