/** A figure as a file: its data found, and given to whoever draws it. */
import { PairlensError } from '../../../shared/errors.ts';
import type { FigureFormat, ThemeName } from '../../../shared/figures.ts';
import type { FoundFigure } from './draw-figure.ts';
import type { FigureKinds, FigureServices, LoadedFigure } from './figure-kind.ts';
import { hasHashesOf } from './figure-record.ts';

export interface FigureMaker {
  readonly kinds: FigureKinds;
  readonly services: FigureServices;
  /** Draws a figure whose data has been found, here or in another thread. */
  readonly draw: (figure: FoundFigure) => Promise<Uint8Array<ArrayBuffer>>;
}

export interface FigureRequest {
  /** As the schema of its kind reads it. */
  readonly spec: { readonly kind: string };
  readonly format: FigureFormat;
  readonly theme: ThemeName;
  /** Of a PNG: its pixels for each pixel of the screen, 1 to 4. */
  readonly scale?: number | undefined;
  /** Where a figure that is drawn again came from, as its file says. */
  readonly drawnFrom?: Readonly<Record<string, unknown>>;
}

/**
 * The bytes of the file: the same figure gives the same ones.
 * @throws PairlensError NOT_FOUND for what the workspace does not have, CONFLICT where it has something else than what
 * was drawn, and what the services throw
 */
export async function figureFile(
  maker: FigureMaker,
  { spec, format, theme, scale, drawnFrom = {} }: FigureRequest,
): Promise<Uint8Array<ArrayBuffer>> {
  const { data, provenance } = await loadFigure(maker, spec);
  if (!hasHashesOf(drawnFrom, provenance))
    throw new PairlensError(
      'CONFLICT',
      'what this workspace has under the numbers of the figure was computed with other weights or from other texts',
    );
  return maker.draw({ spec, format, theme, scale, data, provenance });
}

/** What is drawn, and where it comes from. @throws PairlensError BAD_REQUEST for a kind that is not known */
export async function loadFigure(
  { kinds, services }: Pick<FigureMaker, 'kinds' | 'services'>,
  spec: FigureRequest['spec'],
): Promise<LoadedFigure<unknown>> {
  const kind = kinds[spec.kind];
  if (kind === undefined) throw new PairlensError('BAD_REQUEST', `no figure is of kind ${spec.kind}`);
  return kind.load(services, spec);
}
