/** Several figures as one file: the data of each found, and given to whoever draws them. */
import type { FigureSpec } from '../../../core/registries/figures.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { Composition, FigureFormat } from '../../../shared/figures.ts';
import type { FoundComposition } from './draw-figure.ts';
import type { LoadedFigure } from './figure-kind.ts';
import { hasHashesOf } from './figure-record.ts';

export interface CompositionRequest {
  readonly spec: Composition;
  readonly format: FigureFormat;
  readonly scale?: number | undefined;
  /** Where a figure that is drawn again came from, as its file says. */
  readonly drawnFrom?: Readonly<Record<string, unknown>>;
}

/**
 * The bytes of the file: the same figures give the same ones.
 * @param load finds what a figure is drawn from
 * @param compose draws them, here or in another thread
 * @throws PairlensError NOT_FOUND for what the workspace does not have, naming the panel; CONFLICT where it has something else
 *   than what was drawn
 */
export async function compositionFile(
  load: (spec: FigureSpec) => Promise<LoadedFigure<unknown>>,
  compose: (figure: FoundComposition) => Promise<Uint8Array<ArrayBuffer>>,
  { spec, format, scale, drawnFrom = {} }: CompositionRequest,
): Promise<Uint8Array<ArrayBuffer>> {
  const panels: FoundComposition['panels'][number][] = [];
  for (const { figure } of spec.panels) {
    try {
      panels.push({ spec: figure, ...(await load(figure)) });
    } catch (error) {
      if (!(error instanceof PairlensError)) throw error;
      throw new PairlensError(
        error.code,
        `figure ${panels.length + 1}: ${error.message}`,
        error.details,
        error,
      );
    }
  }
  const present = { panels: panels.map(({ provenance }) => provenance) };
  if (!hasHashesOf(drawnFrom, present))
    throw new PairlensError(
      'CONFLICT',
      'what this workspace has under the numbers of the figures was computed with other weights or from other texts',
    );
  return compose({ composition: spec, panels, format, scale });
}
