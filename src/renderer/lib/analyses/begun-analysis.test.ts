import { expect, test } from 'vitest';
import { begunAnalysis, begunPart, begunWith, NOTHING_CHOSEN } from './begun-analysis.ts';

const begun = begunAnalysis.parse({
  of: 'pairs',
  setId: 3,
  controlSetId: 4,
  model: 'prajjwal1/bert-tiny',
  options: { cues: 'not, never', ownQuery: '^a:b$' },
});

test('what was chosen is written short, and read back', () => {
  const query = new URLSearchParams();
  begunPart.write(begun, query);
  expect(decodeURIComponent(query.toString())).toBe(
    'new=pairs&set=3&control=4&through=prajjwal1/bert-tiny&option=cues:not,+never&option=ownQuery:^a:b$',
  );
  expect(begunAnalysis.parse(begunPart.read(new URLSearchParams(query.toString())))).toEqual(begun);
});

test('where nothing was chosen the address says nothing', () => {
  expect(begunPart.read(new URLSearchParams('form=new&layer=3'))).toBeUndefined();
  expect(begunWith(begunAnalysis.parse({ setId: 3, options: {} }), { setId: undefined })).toBeUndefined();
  expect(begunWith(NOTHING_CHOSEN, { options: { sequences: '6' } })).toEqual({ options: { sequences: '6' } });
});

test.each([{ setId: -1 }, { of: 'ids' }, { options: { cues: 'x'.repeat(100_000) } }])(
  '%j is no beginning of an analysis',
  (value) => {
    expect(begunAnalysis.safeParse(value).success).toBe(false);
  },
);
