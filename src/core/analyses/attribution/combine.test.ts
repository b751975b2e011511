import { describe, expect, it } from 'vitest';
import { finish } from '../../statistics/steps.ts';
import { namedTensor, type NamedTensors, scalar, scalarOf, tensorOf } from '../named-tensor.ts';
import { componentBars } from './bars.ts';
import { combineAttribution } from './combine.ts';
import { SOURCE_ROLES, sourceRoles } from './components.ts';
import { attribution } from './definition.ts';
import { attributedHeads, bySize } from './heads.ts';
import { attributionOfHeads } from './of-heads.ts';
import { attributionOptions } from './options.ts';

const OPTIONS = attributionOptions.parse({ seed: 3, neurons: 1 });
const heads = { layer: 1, head: 3 };
const TEXTS = 12;

/** A head that writes for the token, one that writes as much for any token, one against it; two neurons of which one is large. */
function part(text: number): NamedTensors {
  const little = (text % 4) / 100;
  const values = Float64Array.of(1 + little, 0.6 + little, -0.5 - little);
  const sum = values.reduce((total, value) => total + value, 0);
  return new Map([
    ['embed', scalar(0.2)],
    ['embed_control', scalar(0.1)],
    ['heads', namedTensor(heads, values)],
    ['heads_control', namedTensor(heads, Float64Array.of(0, 0.6, 0))],
    ['attention', namedTensor({ layer: 1 }, Float64Array.of(sum))],
    ['attention_control', namedTensor({ layer: 1 }, Float64Array.of(0.6))],
    [
      'sources',
      namedTensor(
        { role: 5, ...heads },
        Float64Array.from({ length: 15 }, (_, at) => (at < 3 ? (values[at] ?? 0) : 0)),
      ),
    ],
    ['neurons', namedTensor({ layer: 1, neuron: 2 }, Float32Array.of(0.1, -0.4))],
    ['total', scalar(0.2 + sum)],
    ['logit', scalar(0.2 + sum + 1e-6)],
    ['position', scalar(4)],
    ['target', scalar(7)],
    ['tokens', scalar(6)],
    ['probability', scalar(0.3)],
    ['rank', scalar(0)],
  ]);
}
const parts = [...Array.from({ length: TEXTS }, (_, text) => part(text)), new Map()].map((own, position) => ({
  position,
  part: own,
}));
const result = finish(combineAttribution(parts, { cluster: null, isOfShares: false }, OPTIONS));

it('says how many texts were left out where all of them were', () => {
  const none = [0, 1, 2].map((position) => ({ position, part: new Map() }));
  const nothing = finish(combineAttribution(none, { cluster: null, isOfShares: false }, OPTIONS));
  expect(attribution.findings(nothing)).toEqual([
    expect.stringMatching(/^Nothing was explained, 3 texts left out,.*the position/),
  ]);
});

describe('what the texts come to', () => {
  it('means, the control beside them, and the difference text by text', () => {
    expect([...tensorOf(result, 'attribution.heads_control').data]).toEqual([0, expect.closeTo(0.6, 12), 0]);
    expect(tensorOf(result, 'attribution.heads_difference').data[0]).toBeCloseTo(1.015, 9);
    expect(tensorOf(result, 'attribution.heads_by_text').shape).toEqual([TEXTS, 1, 3]);
    expect(scalarOf(result, 'attribution.largest_gap')).toBeCloseTo(1e-6, 9);
    expect(scalarOf(result, 'attribution.left_out')).toBe(1);
  });

  it('a head counts by its difference from what any token gets', () => {
    const own = attributedHeads(result);
    expect(own.map(({ verdict }) => verdict)).toEqual(['for', 'nothing', 'against']);
    expect(bySize(own).map(({ head }) => head)).toEqual([0, 2, 1]);
    expect(attributionOfHeads(result)[0]?.called?.outcomes).toEqual(['called', 'none', 'called']);
  });

  it('the neuron that is furthest from 0 is named', () => {
    expect([...tensorOf(result, 'attribution.neuron').data]).toEqual([1]);
    expect(tensorOf(result, 'attribution.neurons').data[0]).toBeCloseTo(-0.4, 6);
  });

  it('bars in the order in which parts are written', () => {
    expect(componentBars(result).map(({ name }) => name)).toEqual(['token embedding', 'attention 0']);
  });

  it('sentences with n, the sum, the control, and what is left out', () => {
    const [headline, most, rule] = attribution.findings(result);
    expect(headline).toBe(
      '2 of 3 heads write straight to the logit of the token: 1 for it (L0 H0), 1 against it (L0 H2).',
    );
    expect(rule).toContain('n = 12 texts, 1 text left out');
    expect(rule).toContain('adds up to the logit 1.315 (parts 1.315');
    expect(most).toMatch(
      /^L0 H0 adds most, less what drawn tokens get: 1\.015 \[.*\] \(q = .*\); to the token 1\.015 \[.*\], to drawn tokens 0.*\. The largest part of it is from the token itself, earlier in the text: 1\.015/,
    );
    // What it adds whatever the text is has no interval that anybody reads.
    const alike = new Map(result);
    for (const name of ['attribution.heads', 'attribution.heads_difference']) {
      const own = tensorOf(result, `${name}_interval`);
      const means = tensorOf(result, name).data;
      const data = own.data.map((_, at) => (means[at >> 1] ?? 0) * (at % 2 === 0 ? 0.9999 : 1.0001));
      alike.set(`${name}_interval`, { ...own, data });
    }
    expect(attribution.findings(alike)[1]).toMatch(
      /^L0 H0 adds most, less what drawn tokens get: 1\.015, about the same on every text \(q = .*\); to the token 1\.015, to drawn/,
    );
    expect(attribution.findings(result).join(' ')).toMatch(
      /Of neurons 1 of layer 0 takes most off: −0\.400.*, without a control; neurons are named/,
    );
  });
});

it('a head that adds less than drawn tokens get takes off, whatever the sign of what it adds', () => {
  const some = Array.from({ length: TEXTS }, (_, text) => {
    const own = new Map(part(text));
    const little = (text % 4) / 100;
    own.set('heads', namedTensor(heads, Float64Array.of(0.5 + little, 0, 0)));
    own.set('heads_control', namedTensor(heads, Float64Array.of(2, 0, 0)));
    own.set('neurons', namedTensor({ layer: 1, neuron: 2 }, Float32Array.of(0.6, -0.4)));
    return { position: text, part: own };
  });
  const of = finish(combineAttribution(some, { cluster: null, isOfShares: false }, OPTIONS));
  const [headline, most] = attribution.findings(of);
  expect(headline).toBe('1 of 3 heads writes straight to the logit of the token: 1 against it (L0 H0).');
  expect(most).toMatch(
    /^L0 H0 takes most off, less what drawn tokens get: −1\.485 .*; to the token 0\.515 .*, to drawn tokens 2/,
  );
  expect(attribution.findings(of).join(' ')).toContain('Of neurons 0 of layer 0 adds most: 0.600');
  const shares = finish(combineAttribution(some, { cluster: null, isOfShares: true }, OPTIONS));
  const [share, largest] = attribution.findings(shares);
  expect(share).toMatch(/^1 of 3 heads has a share in the logit of the token/);
  expect(largest).toMatch(
    /^L0 H0 has the largest share, against the token, less what drawn tokens get: −1\.485/,
  );
});

it('roles of source tokens: the first that fits', () => {
  const roles = sourceRoles([5, 9, 3, 4, 6], 3, 9);
  expect([...roles].map((role) => SOURCE_ROLES[role])).toEqual([
    'first',
    'target',
    'previous',
    'self',
    'other',
  ]);
});
