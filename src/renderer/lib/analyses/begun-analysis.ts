/** What a person has chosen in the form of a new analysis, behind the `?` of its address; what nobody has chosen is not in it. */
import { z } from 'zod';
import { LONGEST, modelText, usableText } from '../../../core/bounds.ts';
import { id } from '../../../shared/entities.ts';
import type { QueryPart } from '../navigation/query-parts.ts';
import { OFFERED } from './subject-choice.ts';

export const begunAnalysis = z.object({
  of: z.enum(OFFERED).optional(),
  setId: id.optional(),
  controlSetId: id.optional(),
  textSetId: id.optional(),
  runId: id.optional(),
  model: modelText.optional(),
  /** As they were typed, by name. */
  options: z.record(z.string().max(LONGEST.name), z.string().max(LONGEST.sentence)),
});
export type BegunAnalysis = z.output<typeof begunAnalysis>;

export const NOTHING_CHOSEN: BegunAnalysis = { options: {} };

const IDS = { set: 'setId', control: 'controlSetId', texts: 'textSetId', run: 'runId' } as const;

/** `new=pairs&set=3&control=4&through=gpt2&option=sequences:60`; undefined where nothing is written. */
export const begunPart: QueryPart<BegunAnalysis> = {
  read(query) {
    const ids = Object.entries(IDS).flatMap(([name, field]) => {
      const text = query.get(name);
      return text === null ? [] : [[field, Number(text)] as const];
    });
    const options = query.getAll('option').map((each) => {
      const [name = '', ...value] = each.split(':');
      return [name, usableText(value.join(':'), LONGEST.sentence)] as const;
    });
    const [of, model] = [query.get('new'), query.get('through')];
    if (of === null && model === null && ids.length === 0 && options.length === 0) return undefined;
    return {
      ...Object.fromEntries(ids),
      ...(of !== null && { of }),
      ...(model !== null && { model }),
      options: Object.fromEntries(options),
    };
  },
  write({ of, model, options, ...ids }, query) {
    if (of !== undefined) query.set('new', of);
    for (const [name, field] of Object.entries(IDS)) {
      const value = ids[field];
      if (value !== undefined) query.set(name, String(value));
    }
    if (model !== undefined) query.set('through', model);
    for (const [name, value] of Object.entries(options)) query.append('option', `${name}:${value}`);
  },
};

/** undefined where nothing is left of it, so that the address says nothing. */
export function begunWith(begun: BegunAnalysis, change: Partial<BegunAnalysis>): BegunAnalysis | undefined {
  const next = { ...begun, ...change };
  const { options, ...others } = next;
  const isNothing =
    Object.keys(options).length === 0 && Object.values(others).every((value) => value === undefined);
  return isNothing ? undefined : next;
}
