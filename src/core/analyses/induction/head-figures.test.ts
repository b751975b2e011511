import { describe, expect, it } from 'vitest';
import { FIGURE_THEMES } from '../../figures/theme.ts';
import { inductionOfHeads } from './of-heads.ts';
import { inductionResult } from './result.example.ts';
import type { HeadProfile, HeadQuantity } from '../of-heads.ts';
import { HEAD_FIGURES } from '../head-figures/figures.ts';
import { partsOf, titleOfPart } from '../head-figures/head-map.ts';
import { captionOfAnalysis } from '../head-figures/source.ts';

const source = {
  analysis: 3,
  title: 'Induction',
  model: 'tiny',
  subject: '',
  items: 5,
  unit: 'sequences',
};
const { light, dark } = FIGURE_THEMES;
const map = HEAD_FIGURES['head-map'];
const profileFigure = HEAD_FIGURES['head-profile'];
const [score, previous] = inductionOfHeads(
  inductionResult({
    differences: [
      [
        [0.5, 0.4, 0.6],
        [0.1, 0.05, 0.15],
      ],
    ],
  }),
);
if (score === undefined || previous === undefined) throw new Error('nothing is known');

it('captions name analysis, model, what it is of, and n', () => {
  expect(captionOfAnalysis(source)).toBe('Induction 3 · tiny · n = 5 sequences');
  expect(captionOfAnalysis({ ...source, subject: 'everyday-english' }, 4)).toBe(
    'Induction 3 · tiny · everyday-english · n = 4 sequences',
  );
});

describe('the map of a quantity', () => {
  it('has the look of what is said of each head, and a legend that counts them', () => {
    const figure = map.draw({ source, quantity: score, part: 'value' }, light);
    expect(figure.note).toContain('and q is at most 0.05');
    const drawn = JSON.stringify(figure.option.graphic);
    expect(drawn).toContain('1 induction');
    expect(drawn).toContain('1 undecided');
    expect(figure.hint(0, 0)).toMatchObject({
      title: 'L0 H0',
      rows: [
        { label: 'Attention to what followed the same token', value: '0.520 [0.420, 0.620]' },
        { label: 'nothing repeated', value: '0.020 [0.010, 0.040]' },
        { label: 'difference', value: '0.500 [0.400, 0.600]' },
        { label: 'q', value: '0.004' },
        { label: 'verdict', value: 'induction' },
      ],
    });
  });

  it('draws the control and the difference where there are any, on the same scale and on one around 0', () => {
    expect(partsOf(score)).toEqual(['value', 'control', 'difference']);
    expect(partsOf(previous)).toEqual(['value']);
    expect(titleOfPart(score, 'difference')).toBe(
      'Attention to what followed the same token, less nothing repeated',
    );
    const control = map.draw({ source, quantity: score, part: 'control' }, light);
    expect(control.option.visualMap).toMatchObject({ min: 0, max: 1 });
    expect(control.note).toBe('');
    const difference = map.draw({ source, quantity: score, part: 'difference' }, dark);
    expect(difference.option.visualMap).toMatchObject({ min: -1, max: 1 });
    expect(map.csv({ source, quantity: score, part: 'difference' }).split('\n').slice(0, 2)).toEqual([
      'layer,head,score_difference,score_difference_low,score_difference_high',
      '0,0,0.5,0.4,0.6',
    ]);
  });

  it('outlines what fell on unseen text in dashes of amber', () => {
    const fell: HeadQuantity = {
      ...score,
      called: { as: 'space', rule: 'A rule.', outcomes: ['fell', 'untested'] },
    };
    const figure = map.draw({ source, quantity: fell, part: 'value' }, light);
    expect(figure.option.graphic).toContainEqual(
      expect.objectContaining({
        z: 5,
        style: { fill: 'none', stroke: light.amber, lineDash: [3, 2], lineWidth: 1 },
      }),
    );
    expect(JSON.stringify(figure.option.graphic)).toContain('1 fell on unseen text');
  });
});

const profile: HeadProfile = {
  name: 'to_cue',
  title: 'Attention to the cue',
  question: 'negation',
  axis: 'tokens from the cue',
  unit: '',
  at: [-2, -1, 0, 1, 2],
  curve: {
    mean: [0.1, 0.2, 0.4, 0.3, null],
    low: [0.05, 0.1, 0.3, 0.2, null],
    high: [0.15, 0.3, 0.5, 0.4, null],
  },
  control: { title: 'neutral word', mean: [0.1, 0.1, 0.1, 0.1, 0.1], low: null, high: null },
  look: 'line',
  mark: { at: 0, words: 'the cue' },
};

describe('a profile', () => {
  const data = { source, profile, at: { layer: 1, head: 2 } };

  it('is drawn with its band, its mark and its control', () => {
    const figure = profileFigure.draw(data, light);
    expect(figure.title).toBe('Attention to the cue · L1 H2');
    expect(figure.note).toBe('Amber band: the cue. Grey line: neutral word. Shades: 95 % intervals.');
    expect(figure.option.xAxis).toMatchObject({ min: -2.5, max: 2.5 });
    expect(figure.option.yAxis).toMatchObject({ min: 0, max: 0.5 });
    expect(figure.hint(0, 1)).toEqual({
      title: '−1 tokens from the cue',
      rows: [
        { label: 'mean', value: '0.200 [0.100, 0.300]' },
        { label: 'neutral word', value: '0.100' },
      ],
    });
  });

  it('of next to nothing has no peak: its axis goes up to where shares begin to count, and the words say so', () => {
    const curve = { mean: [0, 0.000008, 0, 0, 0], low: null, high: null };
    const figure = profileFigure.draw(
      { ...data, profile: { ...profile, curve, control: undefined, least: 0.05 } as never },
      light,
    );
    expect(figure.option.yAxis).toMatchObject({ min: 0, max: 0.05 });
    expect(figure.note).toBe('Amber band: the cue. At most 0.000008: next to none.');
    const unknown = { mean: [null, null, null, null, null], low: null, high: null };
    expect(
      profileFigure.draw(
        { ...data, profile: { ...profile, curve: unknown, control: undefined, least: 0.05 } as never },
        light,
      ).note,
    ).toBe('Amber band: the cue.');
    const more = profileFigure.draw({ ...data, profile: { ...profile, least: 0.05 } }, light);
    expect(more.option.yAxis).toMatchObject({ min: 0, max: 0.5 });
  });

  it('answers the pointer by its column', () => {
    const figure = profileFigure.draw({ ...data, plotWidth: 100 }, light);
    // The plot goes from 56 to 156, the axis from -2.5 to 2.5: 20 px a place.
    for (const [x, index] of [
      [58, 0],
      [75, 0],
      [77, 1],
      [155, 4],
    ] as const)
      expect(figure.markAt?.(x, 60)).toEqual({ seriesIndex: 0, dataIndex: index });
    expect(figure.markAt?.(157, 60)).toBeNull();
  });

  it('has its numbers in its CSV, undefined ones empty', () => {
    expect(profileFigure.csv(data).split('\n')[0]).toBe(
      'tokens_from_the_cue,to_cue,to_cue_low,to_cue_high,control_to_cue,control_to_cue_low,control_to_cue_high',
    );
    expect(profileFigure.csv(data).split('\n')[5]).toBe('2,,,,0.1,,');
  });

  it('of shares is bars', () => {
    const bars = profileFigure.draw(
      { ...data, profile: { ...profile, look: 'bars', mark: undefined, control: undefined } as never },
      dark,
    );
    expect(bars.option.series).toMatchObject([{ type: 'bar' }]);
    expect(bars.note).toBe('');
  });
});
