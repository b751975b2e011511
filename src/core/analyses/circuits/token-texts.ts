/** What tokens say, beside numbers that name tokens by id: a result is tensors alone. */
import { namedTensor, type NamedTensor, type NamedTensors, tensorOf } from '../named-tensor.ts';

/** Tokens whose texts are looked up in a step. */
const TOKENS_PER_STEP = 256;

/**
 * @returns `PREFIX.token_id` [token], and their texts as UTF-16 units, each from the end of the one before
 * Yields now and then.
 */
export function* tokenTexts(
  prefix: string,
  ids: Iterable<number>,
  textOf: (id: number) => string,
): Generator<number, [string, NamedTensor][], void> {
  const known = [...new Set(ids)].filter((id) => id >= 0).toSorted((a, b) => a - b);
  const written: string[] = [];
  for (const [at, id] of known.entries()) {
    written.push(textOf(id));
    if (at % TOKENS_PER_STEP === 0) yield at / known.length;
  }
  const units = written.join('');
  let end = 0;
  const ends = written.map((text) => (end += text.length));
  return [
    [`${prefix}.token_id`, namedTensor({ token: known.length }, Int32Array.from(known))],
    [`${prefix}.token_text_end`, namedTensor({ token: known.length }, Int32Array.from(ends))],
    [
      `${prefix}.token_text`,
      namedTensor(
        { unit: units.length },
        Int32Array.from({ length: units.length }, (_, unit) => units.charCodeAt(unit)),
      ),
    ],
  ];
}

/** The text of each token that the result has one of; of others the id. */
export function textsOfTokens(result: NamedTensors, prefix: string): (id: number) => string {
  const ids = tensorOf(result, `${prefix}.token_id`).data;
  const ends = tensorOf(result, `${prefix}.token_text_end`).data;
  const units = tensorOf(result, `${prefix}.token_text`).data;
  const texts = new Map<number, string>();
  ids.forEach((id, at) => {
    const from = at === 0 ? 0 : (ends[at - 1] ?? 0);
    texts.set(id, String.fromCharCode(...units.slice(from, ends[at])));
  });
  return (id) => texts.get(id) ?? `${id}`;
}
