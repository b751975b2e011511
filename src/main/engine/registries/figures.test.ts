import { expect, test } from 'vitest';
import { z } from 'zod';
import { type FigureDrawing, figureDrawings } from '../../../core/figures/figure-drawing.ts';
import { pairMapFigure } from '../../../core/figures/kinds/pair-map.ts';
import { FIGURES } from '../../../core/registries/figures.ts';
import { figureSpec } from '../../../shared/figures.ts';
import { FIGURE_KINDS } from './figures.ts';

test('every kind has its four parts, under its own name, and is one that the contract knows', () => {
  expect(Object.keys(FIGURE_KINDS).toSorted()).toEqual(Object.keys(FIGURES).toSorted());
  for (const [name, kind] of Object.entries(FIGURE_KINDS)) {
    expect(kind.schema.shape.kind.value).toBe(name);
    for (const part of [kind.load, kind.draw, kind.csv]) expect(part).toBeTypeOf('function');
  }
  expect(figureSpec.options.map((schema) => schema.shape.kind.value).toSorted()).toEqual(
    Object.keys(FIGURE_KINDS).toSorted(),
  );
});

test('every kind and every field of it says what it is, for the help of the command line', () => {
  for (const { schema } of Object.values(FIGURES)) {
    const { description, properties = {} } = z.toJSONSchema<z.ZodType>(schema, { io: 'input' });
    expect(description).toMatch(/\w/);
    for (const [name, field] of Object.entries(properties))
      if (name !== 'kind')
        expect(field).toMatchObject({ description: expect.stringMatching(/\w/) as string });
  }
});

test('half a kind does not compile', () => {
  // @ts-expect-error a drawing without load is no kind of the engine
  const withoutLoad: typeof FIGURE_KINDS = { ...FIGURE_KINDS, 'pair-map': pairMapFigure };
  // @ts-expect-error neither is one without csv a drawing
  const withoutCsv: FigureDrawing = { schema: pairMapFigure.schema, draw: pairMapFigure.draw };
  // @ts-expect-error nor can a kind stand under another name
  const misnamed = figureDrawings({ 'other-map': pairMapFigure });
  // They are there to be compiled; that they have what was given says that this runs.
  expect([withoutLoad['pair-map'], withoutCsv.draw, misnamed['other-map']]).toEqual([
    pairMapFigure,
    pairMapFigure.draw,
    pairMapFigure,
  ]);
});
