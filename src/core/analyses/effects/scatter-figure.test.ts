import { describe, expect, it } from 'vitest';
import { FIGURE_THEMES } from '../../figures/theme.ts';
import { effectsOfHeads } from './of-heads.ts';
import { type ExampleHead, exampleEffects } from './result.example.ts';
import { effectsScatter } from './scatter-figure.ts';
import { cornersTable, effectsTable } from './tables.ts';
import { effectsFindings } from './words.ts';

const HEADS: readonly ExampleHead[] = [
  [
    [0.29, 0.25, 0.33, 0.001],
    [0.17, 0.15, 0.19, 'more'],
  ],
  [
    [0.13, 0.1, 0.16, 0.001],
    [0.001, -0.002, 0.004, 'not'],
  ],
  [
    [0.01, -0.01, 0.02, 0.3],
    [0.04, 0.03, 0.05, 'more'],
  ],
  [
    [0.03, 0.01, 0.05, 0.01],
    [0.08, 0.07, 0.1, 'more'],
  ],
  [
    [0.0, -0.01, 0.01, 0.9],
    [-0.03, -0.04, -0.02, 'less'],
  ],
];
const source = { analysis: 3, title: 'Effects', model: 'm', subject: 'run 1', items: 41, unit: 'pairs' };
const { result, changes } = exampleEffects(HEADS);
const figure = effectsScatter.draw({ source, result, changes }, FIGURE_THEMES.light);

/** Every text that is drawn. */
function textsOf(of: typeof figure): string[] {
  const { graphic } = of.option;
  return [graphic].flat().flatMap((one) => {
    const style: unknown = one !== undefined && 'style' in one ? one.style : undefined;
    return typeof style === 'object' && style !== null && 'text' in style ? [String(style.text)] : [];
  });
}

describe('the figure', () => {
  it('names and counts its corners, and says which way the axes go and what counts', () => {
    const texts = textsOf(figure);
    expect(texts).toEqual(
      expect.arrayContaining([
        'change more and matter 1',
        'matter, change too little to count 1',
        'change more, do not matter 1',
        'neither 1',
        'smallest effect that counts, 0.03',
        '↑ share of the sentence vector restored by the head',
        'JS divergence above neutral, bits →',
        'L0 H0',
        'L0 H1',
      ]),
    );
    // Undecided, and named as one of those that lie furthest; the one nearest to 0 is not.
    expect(texts).toContain('L0 H3');
    expect(texts).not.toContain('L0 H4');
    expect(figure.note).toContain('undecided 1 (1 changes more)');
    // It may stand in the half of those that change more: the words say why it is none of them.
    expect(figure.note).toMatch(
      /Near 0, on either side of it: L0 H\d, of which it is shown that the change is too little to count\./u,
    );
    expect(figure.caption).toBe(
      'Effects 3 · m · run 1 · n = 40 pairs · across n = 39 pairs · sentence vector (mean over its tokens)',
    );
  });

  it('has an interval each way through heads of which something is said, and tells of a head when asked', () => {
    const lines = [figure.option.graphic]
      .flat()
      .filter((one) => one !== undefined && 'type' in one && one.type === 'line');
    // Two thresholds at most, the lines of the axes, and two for each of four heads.
    expect(lines.length).toBeGreaterThanOrEqual(2 * 4);
    const hint = figure.hint(0, 0);
    expect(hint?.title).toBe('L0 H0 changes more and matters');
    expect(hint?.rows[0]).toEqual({
      label: 'restored',
      value: '0.290 [0.250, 0.330], n = 40, q 0.001',
    });
  });

  it('is the same numbers as a table', () => {
    const [header = '', first = ''] = effectsScatter.csv({ source, result, changes }).split(/\r?\n/);
    expect(header.split(',').slice(0, 5)).toEqual(['layer', 'head', 'corner', 'method', 'effect']);
    expect(first.split(',').slice(0, 5)).toEqual(['0', '0', 'both', 'patch', '0.29']);
    expect([...effectsTable.rows(result)][1]).toEqual([0, 1, 'pooled', 'patch', 40, 0.13, 0.1, 0.16]);
    expect([...cornersTable.rows(result)][3]?.[3]).toBe('undecided');
  });
});

describe('what is said', () => {
  it('counts those that change, and what of them matters', () => {
    expect(effectsFindings(result)).toEqual([
      'Of the 3 heads that change more, 1 matters for the sentence vector (mean over its tokens), 1 does not and 1 is undecided; 1 matters and changes too little to count.',
      'L0 H0 has the largest effect, 0.290 [0.250, 0.330] of the way restored by the head (q = 0.001).',
      expect.stringContaining('Effects have no control of their own'),
      expect.stringContaining(
        'n = 40 pairs; left out: 1 whose two runs are too near to each other for a share of the way between them',
      ),
      '41 tokens of the counterfactuals have no partner: the head keeps its own there.',
    ]);
  });

  it('says nothing of change where nothing was compared', () => {
    const alone = exampleEffects(
      HEADS.map(([effect, [value, low, high]]) => [effect, [value, low, high, 'untested']] as const),
      'none',
    );
    expect(effectsFindings(alone.result)[0]).toContain('nothing was compared with a control');
  });

  it('calls heads by what their interval says', () => {
    const [quantity] = effectsOfHeads(result);
    expect(quantity?.called?.outcomes).toEqual(['called', 'called', 'none', 'undecided', 'none']);
    expect(quantity?.question).toBe('matters');
  });
});
