/** Kinds of figures of a model on one input: they are named, and captioned, in one way. */
import { z } from 'zod';
import type { Figure } from './figure.ts';
import type { FigureDrawing, FigureRoom } from './figure-drawing.ts';
import {
  isOneInput,
  ONE_INPUT_WORDS,
  probedFields,
  type ProbedSource,
  type ProbedSpec,
  sentenceOfProbe,
} from './probed-input.ts';
import type { FigureTheme } from './theme.ts';

interface ProbedData {
  readonly source: Pick<ProbedSource, 'text'>;
}

interface ProbedKind<Kind extends string, Fields extends z.ZodRawShape, Data, Drawn> {
  readonly kind: Kind;
  /** What it shows: the help of the command line. */
  readonly says: string;
  /** What names one of them, beside model and input. */
  readonly fields: Fields;
  /** What its own fields have to be to one another, and the words for those that are not. */
  readonly among?: {
    readonly holds: (fields: z.output<z.ZodObject<Fields>>) => boolean;
    readonly words: string;
  };
  draw(this: void, data: Data, theme: FigureTheme): Drawn;
  csv(this: void, data: Data): string;
  /** As a drawing has it. */
  fit?(this: void, data: Data, room: FigureRoom): Data;
}

/** A kind whose schema asks for a model, for a text or token ids, and for the fields of its own. */
export function probedFigure<
  Kind extends string,
  Fields extends z.ZodRawShape,
  Data extends ProbedData,
  Drawn extends Figure,
>({ kind, says, fields, among, draw, csv, fit }: ProbedKind<Kind, Fields, Data, Drawn>) {
  const schema = z
    .object({ kind: z.literal(kind), ...probedFields, ...fields })
    .refine((spec) => isOneInput(spec as ProbedSpec), ONE_INPUT_WORDS)
    .refine((spec) => among?.holds(spec as z.output<z.ZodObject<Fields>>) ?? true, among?.words)
    .describe(says);
  return {
    schema,
    draw,
    csv,
    ...(fit !== undefined && { fit }),
    sentences: ({ source }: Data) => sentenceOfProbe(source),
  } satisfies FigureDrawing<typeof schema, Data>;
}
