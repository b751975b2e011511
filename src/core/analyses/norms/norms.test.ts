import { describe, expect, it } from 'vitest';
import { FIGURE_THEMES } from '../../figures/theme.ts';
import { scalarOf, tensorOf } from '../named-tensor.ts';
import { norms } from './definition.ts';
import { normsOf } from './defined.ts';
import { byCorrelation, normsHeads } from './heads.ts';
import { normsInputs } from './inputs.ts';
import { chartedMethods, mixingRows } from './methods.ts';
import { normsMixing } from './mixing-figure.ts';
import { normsOfHeads } from './of-heads.ts';
import { normsResult, POST_NORM_HOOKS } from './result.example.ts';

/** One head far below the bound, one above it, one on either side of it, one that is undefined everywhere. */
const texts = Array.from({ length: 40 }, (_, text) => ({
  tokens: 5 + (text % 3),
  correlation: [0.1 + 0.001 * text, 0.9 - 0.001 * text, text % 2 === 0 ? 0.2 : 0.8, NaN],
  more: 0.001 * (text - 19.5),
}));
const result = normsResult(texts);
const source = { analysis: 3, title: 'Norms', model: 'tiny', subject: '', items: 40, unit: 'texts' };

describe('what is defined', () => {
  const at = (...places: string[]) => normsOf(places.map((place) => `blocks.0.${place}`));

  it('the whole of a block that normalises after attention', () => {
    expect(normsOf(POST_NORM_HOOKS)).toMatchObject({
      end: 'whole block',
      methods: ['attn', 'attn_res', 'attn_res_ln', 'atb_ff', 'atb_ff_res', 'atb_ff_res_ln'],
    });
    expect(chartedMethods(normsOf(POST_NORM_HOOKS).methods)).toEqual([
      'attn',
      'attn_res',
      'attn_res_ln',
      'atb_ff_res_ln',
    ]);
  });

  it('of one that normalises before, all but what follows a norm at its end', () => {
    const { methods, lacking } = at('attn.hook_pattern', 'hook_resid_mid', 'mlp.hook_post');
    expect(methods).toEqual(['attn', 'attn_res', 'attn_res_ln2', 'atb_ff', 'atb_ff_res']);
    expect(lacking[0]?.quantities).toContain('atb_ff_res_ln_n');
  });

  it.each([
    [
      'gated',
      ['attn.hook_pattern', 'hook_resid_mid', 'mlp.hook_pre_linear', 'mlp.hook_post'],
      'attn_res_ln2',
    ],
    ['parallel', ['attn.hook_pattern', 'mlp.hook_post'], 'attn_res'],
    ['attention alone', ['attn.hook_pattern'], 'attn_res'],
    ['no layers', [], undefined],
  ])('%s', (end, places, last) => {
    const defined = at(...places);
    expect(defined.end).toBe(end);
    expect(defined.methods.at(-1)).toBe(last);
    expect(defined.lacking.flatMap(({ quantities }) => quantities).length).toBeGreaterThan(0);
  });
});

describe('mixing ratios', () => {
  it('are means over texts with intervals, of each method and layer', () => {
    const rows = mixingRows(result);
    expect(rows).toHaveLength(12);
    expect(rows[0]).toMatchObject({ layer: 0, method: 'attn', n: 40 });
    expect(rows[0]?.ratio.mean).toBeCloseTo(0.1, 12);
    expect(rows[11]?.ratio.mean).toBeCloseTo(0.65, 12);
    for (const { ratio } of rows) {
      expect(ratio.low).toBeLessThan(ratio.mean ?? 0);
      expect(ratio.high).toBeGreaterThan(ratio.mean ?? 1);
    }
  });

  it('of ids are means over all tokens, without interval', () => {
    const pooled = normsResult([{ tokens: 1, correlation: [NaN, NaN, NaN, NaN] }, ...texts.slice(0, 2)], {
      isOfIds: true,
    });
    const [first] = mixingRows(pooled);
    // (0 · 1 + .0805 · 5 + .0815 · 6) / 12
    expect(first).toEqual({
      layer: 0,
      method: 'attn',
      n: 12,
      ratio: { mean: expect.closeTo((0.0805 * 5 + 0.0815 * 6) / 12, 12) as number, low: null, high: null },
    });
  });

  it('leave texts of one token out, and say so', () => {
    const some = normsResult([...texts, { tokens: 1, correlation: [NaN, NaN, NaN, NaN] }]);
    expect(mixingRows(some)[0]?.n).toBe(40);
    expect(scalarOf(some, 'one_token')).toBe(1);
    expect(norms.findings(some).join(' ')).toContain('1 text of one token is left out');
  });

  it('have wider intervals where statements share a pair', () => {
    const cluster = Int32Array.from(texts, (_, text) => Math.floor(text / 2));
    const width = (of: typeof result) => {
      const [low = 0, high = 0] = tensorOf(of, 'mixing_ratio_interval').data;
      return high - low;
    };
    expect(width(normsResult(texts, { cluster }))).toBeGreaterThan(1.2 * width(result));
  });
});

describe('weights and norms', () => {
  it('disagree where the whole interval lies below the bound', () => {
    expect(normsHeads(result).map(({ verdict }) => verdict)).toEqual([
      'disagree',
      'agree',
      'undecided',
      'untested',
    ]);
    expect(byCorrelation(normsHeads(result)).map(({ layer, head }) => `${layer} ${head}`)).toEqual([
      '0 0',
      '1 0',
      '0 1',
      '1 1',
    ]);
  });

  it('are known of every head, with what is called', () => {
    const [quantity] = normsOfHeads(result);
    expect(quantity).toMatchObject({
      name: 'weight_norm_correlation',
      layers: 2,
      heads: 2,
      n: 40,
      lowestFirst: true,
      called: { outcomes: ['called', 'none', 'undecided', 'untested'] },
    });
  });

  it('findings have direction, interval and n', () => {
    const [headline = '', lowest = '', ...mixing] = norms.findings(result);
    const rule =
      mixing.find((sentence) => sentence.startsWith('Weights and norms disagree in a head when')) ?? '';
    expect(headline).toBe('In 1 of 4 heads weights and norms disagree: L0 H0.');
    expect(rule).toContain('below 0.5 with its whole 95 % interval');
    expect(rule).toContain('n = 40 texts');
    expect(lowest).toMatch(
      /^L0 H0 has the lowest correlation of 4 heads, 0\.1\d{3} \[0\.1\d{3}, 0\.1\d{3}\] \(q = /,
    );
    expect(lowest).toContain('1 head agrees, 1 head is undecided');
    expect(mixing[0]).toMatch(
      /^By attention alone \(AttnN\), .* is 0\.1000 \[.*\] \(layer 0\) to 0\.1500 \[.*\] \(layer 1\)\.$/,
    );
  });

  it('say plainly when nothing stands out, and when there is too little', () => {
    const alike = texts.map((text) => ({
      ...text,
      correlation: [0.9, 0.91, 0.92, 0.93].map((r) => r + (text.more ?? 0)),
    }));
    expect(norms.findings(normsResult(alike))[0]).toBe('In none of 4 heads do weights and norms disagree.');
    expect(norms.findings(normsResult(texts.slice(0, 1)))[0]).toContain('Too few texts');
  });
});

it('tables have the columns of their files, and a row for each head and for each layer and method', () => {
  const [mixing, heads] = norms.tables;
  expect([...mixing.rows(result)]).toHaveLength(12);
  expect([...heads.rows(result)].map((row) => row.length)).toEqual([10, 10, 10, 10]);
  expect([...heads.rows(result)][3]?.slice(3, 7)).toEqual([0, null, null, null]);
});

it.each(['light', 'dark'] as const)(
  'the chart has a line with a band for each step of a block, %s',
  (theme) => {
    const figure = normsMixing.draw({ source, result }, FIGURE_THEMES[theme]);
    expect([figure.option.series ?? []].flat()).toHaveLength(12);
    expect(figure.hint(0, 1)?.rows.map(({ label }) => label)).toEqual([
      'AttnN',
      'AttnResN',
      'AttnResLnN',
      'AtbFfResLnN',
    ]);
    expect(figure.caption).toBe('Norms 3 · tiny · n = 40 texts');
    expect(normsMixing.csv({ source, result }).split('\n')[0]).toBe('layer,method,n,mean,ci_low,ci_high');
  },
);

it('bands that no line is wide enough for are told in words', () => {
  const ratios = tensorOf(result, 'mixing_ratio').data;
  const interval = tensorOf(result, 'mixing_ratio_interval');
  const data = Float64Array.from(
    interval.data,
    (_, at) => (ratios[at >> 1] ?? 0) + (at % 2 === 0 ? -1 : 1) * 0.002,
  );
  const narrow = new Map([...result, ['mixing_ratio_interval', { ...interval, data }] as const]);
  expect(normsMixing.draw({ source, result: narrow }, FIGURE_THEMES.light).note).toContain(
    'at most ±0.002, are narrower than the lines.',
  );
  const wide = Float64Array.from(data, (end, at) => end + (at % 2 === 0 ? -0.05 : 0.05));
  const broad = new Map([...result, ['mixing_ratio_interval', { ...interval, data: wide }] as const]);
  expect(normsMixing.draw({ source, result: broad }, FIGURE_THEMES.light).note).toContain('Bands: 95 %');
});

it('names of lines that end at the same height do not touch', () => {
  const flat = normsResult(texts.map((text) => ({ ...text })));
  const { option } = normsMixing.draw({ source, result: flat }, FIGURE_THEMES.light);
  const tops = [option.graphic ?? []].flat().map((graphic) => Number((graphic as { top?: number }).top));
  const sorted = tops.toSorted((a, b) => a - b);
  sorted.slice(1).forEach((top, index) => expect(top - (sorted[index] ?? 0)).toBeGreaterThanOrEqual(14));
});

it('ids are texts of token ids, with token types beside them; other fields are not read', () => {
  expect(normsInputs.parse({ texts: [[1, 2]], mixing_ratio_mean: {} })).toEqual({ texts: [[1, 2]] });
  for (const wrong of [{}, { texts: [] }, { texts: [[]] }, { texts: [[1.5]] }, { texts: [[-1]] }])
    expect(normsInputs.safeParse(wrong).success).toBe(false);
});
