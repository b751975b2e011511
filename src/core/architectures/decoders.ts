/** Families in which a token sees only those before it, and foretells the next one. families.test.ts holds the list. */
const DECODERS: readonly string[] = ['gpt2', 'gpt_neox', 'llama', 'mistral', 'qwen2', 'attention_only'];

export function isDecoder(architecture: string): boolean {
  return DECODERS.includes(architecture);
}
