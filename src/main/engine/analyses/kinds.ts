/** Finding a kind of analysis by its name, and reading its options. */
import { z } from 'zod';
import { firstIssue } from '../../../core/schema-issues.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { AnalysisContext, AnalysisWork, AnalysisWorks } from './analysis-work.ts';

/** @throws PairlensError BAD_REQUEST naming the kinds there are */
export function workOf(works: AnalysisWorks, kind: string): AnalysisWork {
  const work = Object.hasOwn(works, kind) ? works[kind] : undefined;
  if (work === undefined)
    throw new PairlensError(
      'BAD_REQUEST',
      `no kind of analysis is called “${kind}”; there are ${Object.keys(works).join(', ')}`,
      { kind },
    );
  return work;
}

const plainObject = z.record(z.string(), z.unknown());

/**
 * The options of a kind, complete: its defaults stand where none is given.
 * @throws PairlensError BAD_REQUEST naming the option that is wrong, or that the kind does not have
 */
export function optionsOf(
  { definition }: AnalysisWork,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const parsed = definition.options.strict().safeParse(given);
  if (parsed.success) return plainObject.parse(parsed.data);
  throw new PairlensError('BAD_REQUEST', firstIssue(parsed.error), { kind: definition.kind });
}

/** The options as they are stored with an analysis of this kind. @param given complete */
export function completedOptions(
  work: AnalysisWork,
  context: AnalysisContext,
  given: Record<string, unknown>,
): Record<string, unknown> {
  return work.completed === undefined ? given : plainObject.parse(work.completed(context, given));
}
