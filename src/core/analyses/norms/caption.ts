/** What the figures and the page of a norms analysis say of where it comes from. */
export interface NormsSource {
  readonly analysis: number;
  readonly model: string;
  /** '400 texts of everyday-english' */
  readonly of: string;
}

/** @param analysis of this kind, as the store has it */
export function normsSource(analysis: {
  readonly id: number;
  readonly model: { readonly name: string } | null;
  readonly done: number;
  readonly subject:
    | { readonly kind: 'texts'; readonly textSet: { readonly name: string } }
    | { readonly kind: 'pairs'; readonly set: { readonly name: string } }
    | { readonly kind: 'model' | 'run' | 'ids' };
}): NormsSource {
  const { id, model, done, subject } = analysis;
  const texts = `${done} ${done === 1 ? 'text' : 'texts'}`;
  const of =
    subject.kind === 'texts'
      ? `${texts} of ${subject.textSet.name}`
      : subject.kind === 'pairs'
        ? `${done} statements of ${subject.set.name}`
        : `${texts} as token ids`;
  return { analysis: id, model: model?.name ?? '', of };
}

/** 'Norms 3 · all-MiniLM-L6-v2 · n = 400 texts of everyday-english' */
export function captionOfNorms({ analysis, model, of }: NormsSource): string {
  return `Norms ${analysis} · ${model} · n = ${of}`;
}
