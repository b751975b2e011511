import { expect, test } from 'vitest';
import { directionsCsv, tokenPairsCsv } from './head-tables.ts';

test('pairs of tokens with what their ends are', () => {
  const pairs = [{ ids: [3, 7], texts: [' a', 'b,c'], value: 1.5 }] as const;
  expect(tokenPairsCsv('ov', pairs)).toBe('source_id,source,output_id,output,entry\n3, a,7,"b,c",1.5\n');
  expect(tokenPairsCsv('qk', [])).toBe('query_id,query,key_id,key,entry\n');
});

test('a line for each token at either end of a direction', () => {
  const token = (id: number, value: number) => ({ id, text: `t${id}`, value });
  const sides = [{ side: 'source', largest: [token(1, 0.5)], smallest: [token(2, -0.25)] }];
  expect(directionsCsv([{ number: 0, value: 4, sides }])).toBe(
    'direction,singular_value,side,end,id,token,value\n1,4,source,one,1,t1,0.5\n1,4,source,other,2,t2,-0.25\n',
  );
});
