import { describe, expect, it } from 'vitest';
import { probeInputsFromJson } from './probe.ts';

describe('probeInputsFromJson', () => {
  it('takes ids, and mask and token types where they are given', () => {
    expect(probeInputsFromJson('{"input_ids": [[1, 2]]}')).toEqual({ inputIds: [[1, 2]] });
    expect(
      probeInputsFromJson('{"input_ids": [[1]], "attention_mask": [[1]], "token_type_ids": [[0]]}'),
    ).toEqual({ inputIds: [[1]], attentionMask: [[1]], tokenTypeIds: [[0]] });
  });

  it.each([
    ['no JSON', '{"input_ids": [[1', /not JSON/],
    ['no ids', '{}', /input_ids/],
    ['ids that are not nested', '{"input_ids": [1, 2]}', /input_ids\[0\]/],
    ['a word among the ids', '{"input_ids": [[1, "not"]]}', /input_ids\[0\]\[1\]/],
    ['a field that no model takes', '{"input_ids": [[1]], "attention_masks": [[1]]}', /attention_masks/],
    ['ragged rows', '{"input_ids": [[1, 2], [3]]}', /different lengths \(2, 1\)/],
  ])('refuses %s', (_what, text, message) => {
    expect(() => probeInputsFromJson(text)).toThrow(message);
    expect(() => probeInputsFromJson(text)).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID' }) as Error,
    );
  });
});
