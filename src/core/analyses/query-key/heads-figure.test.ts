import { base64Decode } from '@bufbuild/protobuf/wire';
import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { FIGURE_THEMES } from '../../figures/theme.ts';
import { namedTensor, type TensorData } from '../named-tensor.ts';
import { queryKeyHeads, queryKeyHeadsLayout } from './heads-figure.ts';

/** One layer of two heads, of which the second was laid out: a query at the lower left, its key at the upper right. */
const result = new Map(
  [
    ['c_norm', { layer: 1, head: 2 }, Float32Array.of(1, 1)],
    ['c_drawn', { layer: 1, head: 2 }, Float32Array.of(NaN, 1)],
    ['laid_out', { place: 1 }, Int32Array.of(1)],
    ['points', { place: 1, point: 2, axis: 2 }, Float32Array.of(0, 0, 1, 1)],
    ['to_first', { place: 1, token: 1 }, Float32Array.of(0)],
    ['partners', { place: 1, token: 1, partner: 1 }, Int32Array.of(-1)],
    ['partner_weights', { place: 1, token: 1, partner: 1 }, Float32Array.of(0)],
    ['spearman_before', { layer: 1, head: 2 }, Float32Array.of(NaN, -0.5)],
    ['spearman_after', { layer: 1, head: 2 }, Float32Array.of(NaN, -0.25)],
    ['trustworthiness', { layer: 1, head: 2 }, Float32Array.of(NaN, 1)],
    ['token_text', { unit: 2 }, Int32Array.of(104, 105)],
    ['token_text_end', { token: 1 }, Int32Array.of(2)],
    ['token_input', { token: 1 }, Int32Array.of(0)],
    ['token_position', { token: 1 }, Int32Array.of(3)],
    ['token_id', { token: 1 }, Int32Array.of(17)],
    ['input_source', { input: 1 }, Int32Array.of(0)],
  ].map(([name, sizes, values]) => [
    `query_key.${name as string}`,
    namedTensor(sizes as Record<string, number>, values as TensorData),
  ]),
);
const data = { source: { analysis: 1, model: 'tiny' }, result, width: 120 };

test('queries are blue and keys amber, in the plane of their head; a head that was not laid out has an empty one', () => {
  const figure = queryKeyHeads.draw(data, FIGURE_THEMES.light);
  const { plot, pitch, size } = queryKeyHeadsLayout(2, 120);
  const [image] = [figure.option.graphic ?? []].flat() as { style: { image: string } }[];
  const { data: pixels, palette = [], width } = decode(base64Decode(image?.style.image.split(',')[1] ?? ''));
  const coloursOf = (head: number): Map<string, { x: number; y: number }> => {
    const found = new Map<string, { x: number; y: number }>();
    for (let y = 0; y < 2 * size; y++)
      for (let x = 0; x < 2 * size; x++) {
        const at = (2 * plot.top + y) * width + 2 * (plot.left + head * pitch) + x;
        found.set((palette[pixels[at] ?? 0] ?? []).join(' '), { x, y });
      }
    return found;
  };
  expect([...coloursOf(0).keys()]).toEqual(['241 241 238']);
  const second = coloursOf(1);
  // Six tenths of the accent (47 91 208), and of amber (138 87 0), over the ground (241 241 238).
  const query = second.get('125 151 220') ?? { x: NaN, y: NaN };
  const key = second.get('179 149 95') ?? { x: NaN, y: NaN };
  expect(second.size).toBe(3);
  expect(query.x).toBeLessThan(size);
  expect(query.y).toBeGreaterThan(size);
  expect(key.x).toBeGreaterThan(size);
  expect(key.y).toBeLessThan(size);
  expect(figure.hint(0, 0)?.rows[0]?.label).toBe('not laid out');
  expect(figure.hint(0, 1)?.rows[1]).toEqual({ label: 'rank correlation', value: '0.250' });
});

test('its numbers are the points of every head that was laid out', () => {
  expect(queryKeyHeads.csv(data).trim().split('\n')).toEqual([
    'layer,head,side,text,position,id,token,x,y',
    '0,1,query,1,3,17,hi,0,0',
    '0,1,key,1,3,17,hi,1,1',
  ]);
});
