import type { RunState } from './entities.ts';

/**
 * The state that a run or an analysis is in, in one word wherever it is shown. Whether a person stopped it or Pairlens
 * ended meanwhile makes no difference to what can be done: it goes on.
 */
export const STATE_WORDS: Readonly<Record<RunState, string>> = {
  planned: 'Not started',
  running: 'Running',
  cancelled: 'Stopped',
  failed: 'Failed',
  done: 'Done',
};

/** Within a sentence or a table: "not started" */
export function stateInSentence(state: RunState): string {
  return STATE_WORDS[state].toLowerCase();
}
