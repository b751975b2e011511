import { describe, expect, it } from 'vitest';
import { mapsOfPaths, partOfPaths } from './combine.ts';
import { senderAt, senderCount, senderIndex } from './maps.ts';
import { pathsBetween, receiverName, receiversOf, senderName, sendersOf, waysOf } from './paths.ts';

const shape = { layers: 2, heads: 3, hasMlps: true, hasDirect: true };
const named = { from: true, to: true };

describe('ends of paths', () => {
  it('are named one by one, or all of a kind', () => {
    expect(sendersOf([], shape).map(senderName)).toEqual([
      ...['L0H0', 'L0H1', 'L0H2', 'L1H0', 'L1H1', 'L1H2'],
      ...['MLP0', 'MLP1', 'embed'],
    ]);
    expect(sendersOf(['l0h1', 'mlps', 'L0H1'], shape).map(senderName)).toEqual(['L0H1', 'MLP0', 'MLP1']);
    expect(receiversOf(['L1H2', 'output', 'L1H0.v'], shape, false).map(receiverName)).toEqual([
      ...['L1H2.q', 'L1H2.k', 'L1H2.v', 'output', 'L1H0.v'],
    ]);
    expect(receiversOf([], shape, false).map(receiverName)).toEqual(['output']);
    expect(receiversOf([], shape, true)).toHaveLength(2 * 3 * 3 + 1);
    expect(() => sendersOf(['MLP0'], { ...shape, hasMlps: false })).toThrow(/no MLP0: .* and no MLPs/);
    expect(() => receiversOf(['L1H3'], shape, false)).toThrow(/no L1H3: it has 2 layers of 3 heads/);
  });

  it('are one before the other', () => {
    const between = (from: string[], to: string[]) =>
      pathsBetween(sendersOf(from, shape), receiversOf(to, shape, false), ['direct'], named).map(
        ({ from: sender, to: receiver }) => `${senderName(sender)} ${receiverName(receiver)}`,
      );
    expect(between(['L0H0', 'embed'], ['L1H1.q'])).toEqual(['L0H0 L1H1.q', 'embed L1H1.q']);
    expect(between(['L1H0', 'MLP1'], ['output'])).toEqual(['L1H0 output', 'MLP1 output']);
    expect(between(['embed'], ['L0H0.k'])).toEqual(['embed L0H0.k']);
    expect(() => between(['MLP1'], ['L1H0'])).toThrow(/no path has MLP1 as its end/);
    expect(() => between(['embed', 'L0H1'], ['L1H0', 'L0H2.q'])).not.toThrow();
    expect(() => between(['L0H1'], ['L0H2.q'])).toThrow(/no path has L0H1 as its end/);
  });

  it('has no direct way where a block ends in a norm', () => {
    expect(waysOf('both', shape)).toEqual(['direct', 'with_mlps']);
    expect(waysOf('both', { ...shape, hasDirect: false })).toEqual(['with_mlps']);
    expect(() => waysOf('direct', { ...shape, hasDirect: false })).toThrow(/Use with_mlps/);
  });
});

describe('maps', () => {
  it('number senders as they lie in the result', () => {
    const senders = sendersOf([], shape);
    expect(senders).toHaveLength(senderCount(shape));
    senders.forEach((sender, index) => {
      expect(senderIndex(sender, shape)).toBe(index);
      expect(senderAt(index, shape)).toEqual(sender);
    });
  });

  it('hold what a pair comes to, undefined where nothing was asked', () => {
    const paths = pathsBetween(
      sendersOf(['L0H2', 'MLP0', 'embed'], shape),
      receiversOf(['L1H0.q', 'output'], shape, false),
      ['direct'],
      named,
    );
    expect(mapsOfPaths(paths).map(({ to }) => receiverName(to))).toEqual(['L1H0.q', 'output']);
    const part = partOfPaths(Float64Array.of(1, 2, 3, 4, 5, 6), paths, shape);
    const none = Number.NaN;
    expect([...(part.get('heads')?.data ?? [])]).toEqual([
      ...[none, none, 1, none, none, none],
      ...[none, none, 2, none, none, none],
    ]);
    expect([...(part.get('others')?.data ?? [])]).toEqual([3, none, 5, 4, none, 6]);
    expect([...(partOfPaths(null, paths, shape).get('others')?.data ?? [])].every(Number.isNaN)).toBe(true);
  });
});
