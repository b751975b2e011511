import { describe, expect, it } from 'vitest';
import { inductionResult, type Interval } from './result.example.ts';
import { FIGURE_THEMES } from '../../figures/theme.ts';
import { captionOfInduction, inductionSource } from './caption.ts';
import { induction } from './definition.ts';
import { INDUCTION_FIGURES } from './figures.ts';
import { INDUCTION_QUANTITIES } from './map-figure.ts';

const YES: Interval = [0.5, 0.4, 0.6];
const OPEN: Interval = [0.1, 0.05, 0.15];
const NO: Interval = [0.05, 0.01, 0.09];

const result = inductionResult({
  differences: [
    [NO, OPEN],
    [YES, NO],
  ],
});
const source = inductionSource({
  id: 3,
  model: { name: 'tiny' },
  done: 5,
  options: { sequences: 6, length: 2 },
});
const { light } = FIGURE_THEMES;
const map = INDUCTION_FIGURES['induction-map'];
const loss = INDUCTION_FIGURES['induction-loss'];

it('captions say how many sequences could be measured', () => {
  expect(captionOfInduction(source)).toBe(
    'Induction 3 · tiny · n = 5 sequences of 2 × 2 tokens, each with its control',
  );
});

describe('the map', () => {
  it('has the numbers of the quantity in its CSV, undefined ends empty', () => {
    expect(map.csv({ source, quantity: 'difference', result })).toBe(
      [
        'layer,head,difference,difference_low,difference_high',
        '0,0,0.05,0.01,0.09',
        '0,1,0.1,0.05,0.15',
        '1,0,0.5,0.4,0.6',
        '1,1,0.05,0.01,0.09',
        '',
      ].join('\n'),
    );
    expect(map.csv({ source, quantity: 'duplicateToken', result }).split('\n')[1]).toBe('0,0,0.0625,,');
  });

  it.each(INDUCTION_QUANTITIES)('of %s is drawn, with a hint for every head', (quantity) => {
    const figure = map.draw({ source, quantity, result }, light);
    expect(figure.caption).toContain('n = 5');
    // A verdict is one on the difference; of the other quantities there is none to hatch.
    expect(figure.note).toBe(
      quantity === 'score' || quantity === 'difference'
        ? 'Hatched: undecided, the 95 % interval of score less control does not lie on one side of the margin of 0.100, or q is above 0.05.'
        : '',
    );
    const hints = [0, 1, 2, 3].map((index) => figure.hint(0, index)?.title);
    expect(hints.toSorted()).toEqual(['L0 H0', 'L0 H1', 'L1 H0', 'L1 H1']);
  });

  it('says nothing of hatching where every head is decided', () => {
    const decided = inductionResult({ differences: [[YES, NO]] });
    expect(map.draw({ source, quantity: 'score', result: decided }, light).note).toBe('');
  });
});

describe('loss by position', () => {
  it('has both curves in its CSV, by token', () => {
    expect(loss.csv({ source, result }).split('\n').slice(0, 3)).toEqual([
      'token,loss,loss_low,loss_high,control_loss,control_loss_low,control_loss_high',
      '1,3,2.75,3.25,3,2.75,3.25',
      '2,2.5,2.25,2.75,2.5,2.25,2.75',
    ]);
  });

  it.each(['light', 'dark'] as const)('is drawn in %s, with words that fit either theme', (name) => {
    const figure = loss.draw({ source, result }, FIGURE_THEMES[name]);
    expect(figure.note).not.toMatch(/black|grey|white/i);
    expect(figure.note).toContain('over 5 sequences');
    expect(figure.hint(0, 3)).toEqual({
      title: 'token 4',
      rows: [
        { label: 'repeated', value: '0.500 [0.250, 0.750] nats' },
        { label: 'control', value: '2.750 [2.500, 3] nats' },
      ],
    });
    // As far as the highest end of an interval, in whole nats.
    expect(figure.option.yAxis).toMatchObject({ min: 0, max: 4 });
  });
});

describe('the tables', () => {
  it.each(induction.tables)('$name has as many cells in each row as columns', (table) => {
    for (const row of table.rows(result)) expect(row).toHaveLength(table.columns.length);
  });

  it('heads: a row each, with its verdict', () => {
    const [heads] = induction.tables;
    expect([...heads.rows(result)].map(([layer, head, verdict]) => [layer, head, verdict])).toEqual([
      [0, 0, 'none'],
      [0, 1, 'undecided'],
      [1, 0, 'induction'],
      [1, 1, 'none'],
    ]);
  });

  it('loss: a row for each token after BOS', () => {
    const [, losses] = induction.tables;
    expect([...losses.rows(result)].at(-1)).toEqual([4, 0.5, 0.25, 0.75, 2.75, 2.5, 3]);
  });
});
