/** What costs of patterns are sorted by: apart from how, since every room knows its address. */
export const COST_ORDERS = [
  'head',
  'detector',
  'verdict',
  'fires',
  'elsewhere',
  'difference',
  'q',
  'n',
  'shareElsewhere',
  'all',
] as const;
export type CostOrder = (typeof COST_ORDERS)[number];
