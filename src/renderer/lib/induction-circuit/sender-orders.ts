/** By what the heads before the induction head are sorted; in the order of the columns. */
export const SENDER_ORDERS = [
  'head',
  'composition',
  'previous',
  'attentionCut',
  'attentionAblated',
  'lossCut',
  'lossAblated',
] as const;
export type SenderOrder = (typeof SENDER_ORDERS)[number];

export interface SenderSort {
  readonly by: SenderOrder;
  readonly direction: 'asc' | 'desc';
}
