/** The options of a run in one line: what each is now, and which are not as usual. */
import { inSentence } from '../../../core/capitalised.ts';
import { choiceWords } from '../../../core/analyses/statistics/choice-words.ts';
import { DEFAULT_CHOICE } from '../../../core/analyses/statistics/comparison-choice.ts';
import { runOptions, type RunOptions } from '../../../shared/entities.ts';
import type { DeviceChoice } from '../../../shared/devices.ts';
import { deviceWords } from '../devices/device-words.ts';
import { ALIGNMENT_CHOICES, KEEP_CHOICES, QUERIES_CHOICES } from './options.ts';

export interface OptionWords {
  readonly text: string;
  /** It is not as a run has it where nothing is chosen. */
  readonly isChanged: boolean;
}

const USUAL = runOptions.parse({});

/**
 * Those that a person has changed first.
 * @param usualDevice the workspace's, on which a run is computed that names none
 */
export function optionWords(options: RunOptions, usualDevice: DeviceChoice): OptionWords[] {
  const { alignment, queries, keep, seed, comparison } = options;
  const device = options.device ?? usualDevice;
  const all = [
    { text: `alignment ${labelOf(ALIGNMENT_CHOICES, alignment)}`, isChanged: alignment !== USUAL.alignment },
    { text: `queries ${labelOf(QUERIES_CHOICES, queries)}`, isChanged: queries !== USUAL.queries },
    { text: `keeps ${labelOf(KEEP_CHOICES, keep)}`, isChanged: keep !== USUAL.keep },
    { text: comparedAs(comparison), isChanged: !isUsual(comparison) },
    {
      text: `on ${deviceWords({ device, ranOn: null }).replace('The', 'the')}`,
      isChanged: device !== usualDevice,
    },
    { text: `seed ${seed}`, isChanged: seed !== USUAL.seed },
  ];
  return [...all.filter(({ isChanged }) => isChanged), ...all.filter(({ isChanged }) => !isChanged)];
}

function labelOf<Value>(
  choices: readonly { readonly value: Value; readonly label: string }[],
  chosen: Value,
): string {
  const label = choices.find(({ value }) => value === chosen)?.label ?? String(chosen);
  return inSentence(label);
}

function isUsual(comparison: RunOptions['comparison']): boolean {
  return Object.entries(DEFAULT_CHOICE).every(
    ([field, value]) => String(comparison[field as keyof typeof comparison]) === String(value),
  );
}

function comparedAs(comparison: RunOptions['comparison']): string {
  return isUsual(comparison) ? 'compared as the set allows' : `compared with ${choiceWords(comparison)}`;
}
