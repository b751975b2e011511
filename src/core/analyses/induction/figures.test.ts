import { describe, expect, it } from 'vitest';
import { inductionResult, type Interval } from './result.example.ts';
import { namedTensor } from '../named-tensor.ts';
import { FIGURE_THEMES } from '../../figures/theme.ts';
import { captionOfInduction, inductionSource } from './caption.ts';
import { induction } from './definition.ts';
import { INDUCTION_FIGURES } from './figures.ts';
import { LEADING } from './measures.ts';

const YES: Interval = [0.5, 0.4, 0.6];
const OPEN: Interval = [0.1, 0.05, 0.15];
const NO: Interval = [0.05, 0.01, 0.09];

const result = inductionResult({
  differences: [
    [NO, OPEN],
    [YES, NO],
  ],
});
const source = inductionSource({ id: 3, model: { name: 'tiny' } }, result);
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
    expect(map.csv({ source, quantity: 'duplicate_token', result }).split('\n')[1]).toBe('0,0,0.0625,,');
  });

  it.each([...LEADING, 'difference', 'control'])('of %s is drawn, with a hint for every head', (quantity) => {
    const figure = map.draw({ source, quantity, result }, light);
    expect(figure.caption).toBe(captionOfInduction(source));
    const hints = [0, 1, 2, 3].map((index) => figure.hint(0, index)?.title);
    expect(hints.toSorted()).toEqual(['L0 H0', 'L0 H1', 'L1 H0', 'L1 H1']);
  });

  it('says of the score by what rule heads are called, and of other numbers nothing', () => {
    expect(map.draw({ source, quantity: 'induction', result }, light).note).toBe(
      'Colour: the number itself; the ranking goes by it less its control. Called “induction” where the whole 95 % interval of score less control lies above 0.1, and q is at most 0.05.',
    );
    expect(map.draw({ source, quantity: 'second_beside', result }, light).note).toBe('');
  });
});

describe('the scatter', () => {
  it('has two numbers of every head in its CSV', () => {
    const scatter = INDUCTION_FIGURES['induction-scatter'];
    const data = { source, x: 'first_beside', y: 'induction', result };
    expect(scatter.csv(data).split('\n').slice(0, 2)).toEqual([
      'layer,head,x_previous_token,y_score',
      '0,0,0.25,0.07',
    ]);
    const figure = scatter.draw(data, light);
    expect(figure.title).toBe('Attention to what followed the same token by attention to the previous token');
  });
});

describe('one trial', () => {
  const trial = INDUCTION_FIGURES['induction-trial'];
  const tokens = 5;
  const pattern = Float32Array.from({ length: 4 * tokens ** 2 }, (_, at) => (at % 7) / 7);
  const drawn = new Map([
    ...result,
    ['induction.trial_ids', namedTensor({ position: tokens }, Int32Array.of(9, 4, 6, 4, 6))] as const,
    [
      'induction.trial_pattern',
      namedTensor({ layer: 2, head: 2, query: tokens, key: tokens }, pattern),
    ] as const,
  ]);

  it('numbers its tokens, the same for the same, and has those of one head in its CSV', () => {
    const lines = trial.csv({ source, result: drawn, layer: 0, head: 1 }).split('\n');
    expect(lines[1]).toBe(`0,1,0,0,BOS,BOS,${pattern[25]}`);
    expect(lines).toContain(`0,1,3,1,1,1,${pattern[25 + 16]}`);
    // Without a head it is the one furthest from its control.
    expect(trial.draw({ source, result: drawn }, light).title).toBe('L1 H0 on one sequence');
  });

  it('says so where the patterns were too large to be kept', () => {
    const figure = trial.draw({ source, result }, light);
    expect(figure.note).toMatch(/too much to be kept at this length/);
  });
});

describe('loss by position', () => {
  it('has both curves in its CSV, by token', () => {
    expect(loss.csv({ source, result }).split('\n').slice(0, 3)).toEqual([
      'position,loss,loss_low,loss_high,control_loss,control_loss_low,control_loss_high',
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
        { label: 'control', value: '2.750 [2.500, 3.000] nats' },
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
    const [, heads] = induction.tables;
    expect([...heads.rows(result)].map(([layer, head, verdict]) => [layer, head, verdict])).toEqual([
      [0, 0, 'none'],
      [0, 1, 'undecided'],
      [1, 0, 'induction'],
      [1, 1, 'none'],
    ]);
  });

  it('induction: every measure of every head, and what is of the whole model', () => {
    const [all] = induction.tables;
    const rows = [...all.rows(result)];
    expect(rows[0]).toEqual([0, 0, 'score', 5, 0.07, 0.03, 0.11]);
    expect(rows.map(([, , measure]) => measure)).toEqual([
      ...['score', 'previous_token', 'duplicate_token', 'control', 'difference'].flatMap((name) =>
        Array<string>(4).fill(name),
      ),
      ...['first_copy_loss', 'second_copy_loss', 'control_loss_mean', 'loss_difference'],
    ]);
    expect(rows.at(-1)).toEqual([null, null, 'loss_difference', 5, 2.25, 2, 2.5]);
  });

  it('loss: a row for each token after BOS', () => {
    const [, , losses, control] = induction.tables;
    expect([...losses.rows(result)].at(-1)).toEqual([4, 5, 0.5, 0.25, 0.75]);
    expect([...control.rows(result)].at(-1)).toEqual([4, 5, 2.75, 2.5, 3]);
  });
});
