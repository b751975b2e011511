/** What the families of models are called. */
const WORDS: Readonly<Record<string, string>> = {
  attention_only: 'attention only',
  bert: 'BERT',
  distilbert: 'DistilBERT',
  gpt2: 'GPT-2',
  gpt_neox: 'GPT-NeoX',
  llama: 'Llama',
  roberta: 'RoBERTa',
};

/** 'gpt_neox' is 'GPT-NeoX'; what is not known stays as it is. */
export function familyWords(architecture: string): string {
  return WORDS[architecture] ?? architecture.replaceAll('_', ' ');
}
