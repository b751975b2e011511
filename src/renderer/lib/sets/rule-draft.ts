/** What a person has typed and decided in the dialog of rules: kept with the workspace, by set. */
import { z } from 'zod';
import { NEUTRAL_ADVERBS } from '../../../core/rules/neutral-of-negation.ts';
import { NEUTRAL_PARTICIPANTS } from '../../../core/rules/neutral-of-swap.ts';
import { type Decisions, keyOf, type Rule, RULES } from './rule-review.ts';
import { sentencesOf } from './rule-sentences.ts';

export interface RuleDraft {
  readonly rule: Rule;
  readonly sentences: string;
  readonly replacements: string;
  readonly hasLabel: boolean;
  readonly hasCluster: boolean;
  readonly decisions: Decisions;
  /** Of a negation: words that stand in its place in neutrals, with commas between them; '' for no neutrals. */
  readonly adverbs: string;
  /** Of a swap: words that stand in the place of the two participants in neutrals, likewise. */
  readonly participants: string;
  /** Keys of the rows whose neutral is left out. */
  readonly dropped: ReadonlySet<string>;
}

export const NOTHING_BEGUN: RuleDraft = {
  rule: 'negate',
  sentences: '',
  replacements: '',
  hasLabel: true,
  hasCluster: false,
  decisions: new Map(),
  adverbs: NEUTRAL_ADVERBS.join(', '),
  participants: NEUTRAL_PARTICIPANTS.join(', '),
  dropped: new Set(),
};

/** `word`: as it was kept while every neutral had one word. */
const put = { words: z.array(z.string()).readonly().optional(), word: z.string().optional() };
const decision = z
  .discriminatedUnion('state', [
    z.object({ state: z.enum(['accepted', 'left out']), ...put }),
    z.object({ state: z.literal('corrected'), text: z.string(), ...put }),
  ])
  .transform(({ word, ...rest }) => ({ ...(word !== undefined && { words: [word] }), ...rest }));

/** Decisions by any sentence are entries. */
const kept = z.object({
  rule: z.enum(RULES),
  sentences: z.string(),
  replacements: z.string(),
  hasLabel: z.boolean(),
  hasCluster: z.boolean(),
  decisions: z.array(z.tuple([z.string(), decision])),
  adverbs: z.string(),
  /** What was kept before there was a choice has none. */
  participants: z.string().default(NEUTRAL_PARTICIPANTS.join(', ')),
  dropped: z.array(z.string()),
});

/** What was decided of a sentence that is no longer there is not kept: the text would grow with all that ever was. */
export function writeRuleDraft(draft: RuleDraft): string {
  const sentences = sentencesOf(draft.sentences).sentences;
  const there = new Set(RULES.flatMap((rule) => sentences.map((sentence) => keyOf(rule, sentence))));
  const { decisions: all, dropped: allDropped, ...typed } = draft;
  const decisions = [...all].filter(([key]) => there.has(key));
  const dropped = [...allDropped].filter((key) => there.has(key));
  const text: z.input<typeof kept> = { ...typed, decisions, dropped };
  return JSON.stringify(text);
}

/** @param text as it was kept; nothing is begun where it is not what this Pairlens would keep */
export function readRuleDraft(text: string | null): RuleDraft {
  try {
    const parsed = kept.safeParse(JSON.parse(text ?? 'null'));
    if (!parsed.success) return NOTHING_BEGUN;
    const { decisions, dropped, ...typed } = parsed.data;
    return { ...typed, decisions: new Map(decisions), dropped: new Set(dropped) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return NOTHING_BEGUN;
  }
}

/**
 * What is left to go through once some sentences have been added: those that are open or left out.
 * @param added as they were trimmed
 * @returns null where no sentence is left
 */
export function withoutAdded(draft: RuleDraft, added: ReadonlySet<string>): RuleDraft | null {
  const lines = draft.sentences.split('\n').filter((line) => !added.has(line.trim()));
  return lines.every((line) => line.trim() === '') ? null : { ...draft, sentences: lines.join('\n') };
}

/** With the neutral of a row left out, or proposed again. */
export function neutralToggled(draft: RuleDraft, key: string): Pick<RuleDraft, 'dropped'> {
  return { dropped: draft.dropped.symmetricDifference(new Set([key])) };
}
