/** The places in the frame that the open view fills: the inspector on the right, and the keys in force. */
import type { Snippet } from 'svelte';

export interface ViewKey {
  /** `KeyboardEvent.key`: 'j', 'ArrowLeft', 'Enter'. */
  readonly key: string;
  /** What it does, for the list of keys: "Next pair". */
  readonly what: string;
  /** Where it does so, where that is not anywhere in the view: 'outside the grid'. */
  readonly note?: string;
  /** Absent: what has the focus answers it, and it is only listed. */
  readonly run?: () => void;
  /** As keycaps show it, where it is more than the key: ['Alt', '↑']. */
  readonly caps?: readonly string[];
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
