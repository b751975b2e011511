import { expect, it } from 'vitest';
import { chooseCoding, type ContentCoding } from './accept-encoding.ts';

it.each<[header: string | undefined, available: ContentCoding[], chosen: ContentCoding]>([
  // What browsers send.
  ['gzip, deflate, br, zstd', ['br', 'gzip'], 'br'],
  ['gzip, deflate', ['br', 'gzip'], 'gzip'],
  ['gzip, deflate, br, zstd', ['gzip'], 'gzip'],
  ['gzip, deflate, br, zstd', [], 'identity'],
  [undefined, ['br', 'gzip'], 'identity'],
  ['', ['br', 'gzip'], 'identity'],
  ['deflate', ['br', 'gzip'], 'identity'],
  // Weights go before size.
  ['br;q=0.5, gzip;q=0.8', ['br', 'gzip'], 'gzip'],
  ['br;q=0.5 , gzip ; q=0.5', ['br', 'gzip'], 'br'],
  ['GZIP;Q=1.000, br;q=0.999', ['br', 'gzip'], 'gzip'],
  ['br;q=0, gzip;q=0.1', ['br', 'gzip'], 'gzip'],
  ['br;q=0, gzip;q=0', ['br', 'gzip'], 'identity'],
  ['identity, br;q=0.5', ['br', 'gzip'], 'identity'],
  ['identity;q=0.2, br;q=0.5', ['br', 'gzip'], 'br'],
  // All others.
  ['*', ['br', 'gzip'], 'br'],
  ['br;q=0, *', ['br', 'gzip'], 'gzip'],
  ['gzip;q=0.5, *;q=0', ['br', 'gzip'], 'gzip'],
  ['*;q=0', ['br', 'gzip'], 'identity'],
  // No header at all that could be read.
  ['br;q=2, gzip;q=-1, ;;, é', ['br', 'gzip'], 'identity'],
  ['br;level=4, gzip', ['br', 'gzip'], 'gzip'],
])('to who accepts %j, having %j, sends %s', (header, available, chosen) => {
  expect(chooseCoding(header, new Set(available))).toBe(chosen);
});
