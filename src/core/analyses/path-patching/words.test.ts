import { describe, expect, it } from 'vitest';
import { countStates } from '../pair-states.ts';
import { type NamedTensors, scalar } from '../named-tensor.ts';
import { storedEffect } from '../stored-effect.ts';
import { FIGURE_THEMES } from '../../figures/theme.ts';
import { finish } from '../../statistics/steps.ts';
import { combinePaths, partOfPaths } from './combine.ts';
import { pathMap } from './map-figure.ts';
import { pathsOfHeads } from './of-heads.ts';
import { pathsBetween, receiversOf, sendersOf } from './paths.ts';
import { pathTable } from './tables.ts';
import { otherSendersTitle, pathFindings } from './words.ts';

const shape = { layers: 2, heads: 2, hasMlps: true, hasDirect: true };
const paths = pathsBetween(
  sendersOf(['L0H0', 'L0H1', 'MLP0'], shape),
  receiversOf(['L1H1.v'], shape, false),
  ['with_mlps'],
  { from: true, to: true },
);

/** Of 20 pairs: L0H0 sends 0.2, give or take; L0H1 nothing; the MLP goes both ways. */
function exampleResult(): NamedTensors {
  const parts = Array.from({ length: 20 }, (_, position) => ({
    position,
    part: partOfPaths(
      Float64Array.of(0.2 + 0.001 * (position % 5), 0.0001 * (position % 3), position % 2 === 0 ? 0.4 : -0.4),
      paths,
      shape,
    ),
  }));
  const of = { parts, paths, shape, cluster: null, asArrays: false };
  const combined = finish(combinePaths(of, { seed: 0, margin: 0.01 }));
  const kept = countStates([...Array.from({ length: 20 }, () => 'measured' as const), 'same']);
  return new Map([
    ...combined,
    ['paths.states', kept],
    ['paths.unaligned', scalar(0)],
    ['paths.noise', scalar(0)],
    ['paths.key_value_heads', scalar(2)],
    [
      'paths.effect',
      storedEffect({ kind: 'pooled', position: 'last', pooling: 'mean', toward: 'original', least: 0.02 }),
    ],
  ]);
}

describe('path patching in words', () => {
  const result = exampleResult();

  it('of two ways that come to the same tells of the first, which a page opens with', () => {
    const both = pathsBetween(
      sendersOf(['L0H0'], shape),
      receiversOf(['L1H1.v'], shape, false),
      ['direct', 'with_mlps'],
      { from: true, to: true },
    );
    const parts = Array.from({ length: 20 }, (_, position) => ({
      position,
      part: partOfPaths(Float64Array.of(0.2, 0.2), both, shape),
    }));
    const of = { parts, paths: both, shape, cluster: null, asArrays: false };
    const same = new Map([...result, ...finish(combinePaths(of, { seed: 0, margin: 0.01 }))]);
    expect(pathFindings(same)[0]).toContain('the values of L1 H1, along the residual stream alone, ');
  });

  it('of two receivers that come to the same tells of the first, whatever their other ways', () => {
    const both = pathsBetween(
      sendersOf(['L0H0'], shape),
      receiversOf(['L1H0.v', 'L1H1.v'], shape, false),
      ['direct', 'with_mlps'],
      { from: true, to: true },
    );
    const shareOf = (path: (typeof both)[number]) =>
      path.way === 'direct' ? 0.5 : path.to.head === 0 ? 0.1 : 0.3;
    const parts = Array.from({ length: 20 }, (_, position) => ({
      position,
      part: partOfPaths(Float64Array.from(both, shareOf), both, shape),
    }));
    const of = { parts, paths: both, shape, cluster: null, asArrays: false };
    const same = new Map([...result, ...finish(combinePaths(of, { seed: 0, margin: 0.01 }))]);
    const told = pathFindings(same).map((sentence) => /the values of L1 H\d/.exec(sentence)?.[0]);
    expect(told.filter((name) => name !== undefined)).toEqual(['the values of L1 H0', 'the values of L1 H1']);
  });

  it('names what reaches the receiver, and counts what does not and what is undecided', () => {
    const [first = '', control, rule = ''] = pathFindings(result);
    expect(first).toMatch(
      /^1 of 3 senders \(2 heads and 1 MLP\) reaches the values of L1 H1: L0 H0 0\.2020 \[0\.2013, 0\.2027\] \(q = [^)]*\); 1 sends nothing that counts, 1 is undecided\.$/,
    );
    expect(rule).toContain(
      'beyond ±0.01 of the way from the counterfactual to the original in the sentence vector (mean over its tokens), and q is at most 0.05 over 3 paths; n = 20 pairs; left out: 1 whose statements are the same',
    );
    expect(control).toContain('There is no control beside it');
  });

  it('calls the table of other senders by what is in it', () => {
    const [mlp, embeddings] = [{ from: { layer: 0, head: null } }, { from: { layer: null, head: null } }];
    expect(otherSendersTitle([embeddings])).toBe('Embeddings');
    expect(otherSendersTitle([mlp])).toBe('MLP');
    expect(otherSendersTitle([mlp, mlp, embeddings])).toBe('MLPs and embeddings');
  });

  it('has a row for each path, and a cell for each head', () => {
    const rows = [...pathTable.rows(result)];
    expect(rows.map((row) => row.slice(0, 8))).toEqual([
      ['with_mlps', 'L0H0', 0, 0, 1, 1, 'v', 20],
      ['with_mlps', 'L0H1', 0, 1, 1, 1, 'v', 20],
      ['with_mlps', 'MLP0', 0, null, 1, 1, 'v', 20],
    ]);
    expect(rows.map((row) => row.at(-1))).toEqual(['sends', 'nothing', 'undecided']);
    const [quantity] = pathsOfHeads(result);
    expect(quantity).toMatchObject({ name: 'with_mlps_to_l1h1_v', byItem: { tensor: 'heads', at: 0 } });
    expect(quantity?.called?.outcomes).toEqual(['called', 'none', 'untested', 'untested']);
    const source = { analysis: 1, title: 'Path patching', model: 'm', subject: '', items: 20, unit: 'pairs' };
    const figure = pathMap.draw({ source, result, map: 0 }, FIGURE_THEMES.light);
    expect(figure.note).toMatch(/Beside heads: MLP 0 .* \(undecided\)\./);
    expect(pathMap.csv({ source, result, map: 0 })).toContain('MLP0,0,,20,');
  });

  it('says so where nothing could be measured, with the reasons', () => {
    expect(pathFindings(new Map([['paths.heads', scalar(2)]]))).toEqual([
      'Nothing was patched: no pair could be measured.',
    ]);
    const parts = [0, 1].map((position) => ({ position, part: partOfPaths(null, paths, shape) }));
    const of = { parts, paths, shape, cluster: null, asArrays: false };
    const leftOut = new Map([
      ...finish(combinePaths(of, { seed: 0, margin: 0.01 })),
      ['paths.states', countStates(['same', 'not apart'], 3)] as const,
    ]);
    expect(pathFindings(leftOut)).toEqual([
      'Nothing was patched: n = 0 pairs; left out: 1 whose statements are the same to the tokenizer, 1 whose two runs are too near to each other for a share of the way between them, 1 on which the model failed.',
    ]);
  });

  it('of both ways tells the one that goes furthest, and counts no sender that was not tested', () => {
    const both = pathsBetween(
      sendersOf(['L0H0', 'L0H1'], shape),
      receiversOf(['L1H1.v'], shape, false),
      ['direct', 'with_mlps'],
      { from: true, to: true },
    );
    // Of L0H1 one pair alone has a value.
    const parts = Array.from({ length: 20 }, (_, position) => ({
      position,
      part: partOfPaths(
        Float64Array.from(both, ({ way, from }) =>
          from.head === 1 && position > 0
            ? Number.NaN
            : (way === 'direct' ? 0.001 : 0.002) + 0.0001 * (position % 3),
        ),
        both,
        shape,
      ),
    }));
    const of = { parts, paths: both, shape, cluster: null, asArrays: false };
    const two = new Map([...result, ...finish(combinePaths(of, { seed: 0, margin: 0.01 }))]);
    const [first, , ways] = pathFindings(two);
    expect(first).toMatch(
      /^None of 1 head is known to reach the values of L1 H1, with MLPs and norms between computed anew; the largest is L0 H0 0\.002\d* \[.*; 1 sends nothing that counts, 1 could not be tested\.$/,
    );
    expect(ways).toBe(
      'Each receiver is described along the way with the largest effect; the other way is in the table.',
    );
  });
});
