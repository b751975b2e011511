import type { PairDetail } from '../../../shared/entities.ts';

/** 'Aligned by edit distance', in words for the screen. */
export const ALIGNMENT_WORDS: Readonly<Record<PairDetail['alignment']['used'], string>> = {
  position: 'Aligned by position',
  edit: 'Aligned by edit distance',
  manual: 'Aligned by hand',
};
