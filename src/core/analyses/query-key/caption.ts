/** What an analysis of queries and keys is of, for the captions of its figures. */
import { type NamedTensors } from '../named-tensor.ts';
import { queryKeyTensor } from './result.ts';

export interface QueryKeySource {
  readonly analysis: number;
  readonly model: string;
}

export function queryKeySource({
  id,
  model,
}: {
  readonly id: number;
  readonly model: { readonly name: string } | null;
}): QueryKeySource {
  return { analysis: id, model: model?.name ?? '' };
}

/** 'Queries and keys 3 · all-MiniLM-L6-v2 · n = 1,995 tokens of 206 texts' */
export function captionOfQueryKey({ analysis, model }: QueryKeySource, result: NamedTensors): string {
  const tokens = queryKeyTensor(result, 'token_id').data.length;
  const [texts = 0] = queryKeyTensor(result, 'input_source').shape;
  return `Queries and keys ${analysis} · ${model} · n = ${tokens.toLocaleString('en')} tokens of ${texts.toLocaleString('en')} texts`;
}
