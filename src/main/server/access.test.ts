import { describe, expect, it } from 'vitest';
import {
  allowedHostNames,
  bearerToken,
  isAllowedHost,
  isLoopback,
  isSameOrigin,
  subprotocolToken,
} from './access.ts';

describe('token', () => {
  it.each([
    [undefined, ''],
    ['Bearer abc-_1', 'abc-_1'],
    ['Basic abc', ''],
    ['Bearer a b', ''],
  ])('reads the header Authorization: %s', (header, token) => {
    expect(bearerToken(header)).toBe(token);
  });

  it.each([
    [undefined, ''],
    ['pairlens', ''],
    ['pairlens, pairlens.token.abc', 'abc'],
    ['pairlens.token.abc,pairlens', 'abc'],
  ])('reads the subprotocols %s', (header, token) => {
    expect(subprotocolToken(header)).toBe(token);
  });
});

describe('host names', () => {
  it.each([
    ['127.0.0.1:8417', true],
    ['LOCALHOST:1', true],
    ['[::1]:8417', true],
    ['127.0.0.1', true],
    ['192.168.1.5:8417', false],
    ['evil.example', false],
    ['localhost.evil.example', false],
    ['localhost:8417@evil.example', false],
    ['localhost:123456', false],
    ['localhost:65535', true],
    ['localhost:65536', false],
    ['localhost:', false],
    ['localhost.', false],
    [' localhost', false],
    ['127.1', false],
    ['0x7f.0.0.1', false],
    ['2130706433', false],
    ['[::ffff:127.0.0.1]', false],
    ['user@localhost', false],
    ['localhost/', false],
    ['localhost\t', false],
    ['ｌocalhost', false],
    ['localhost:8417, evil.example', false],
    ['', false],
    [undefined, false],
  ])('on loopback, Host: %s', (header, allowed) => {
    expect(isAllowedHost(header, allowedHostNames('127.0.0.1'))).toBe(allowed);
  });

  it('on an address of its own, takes that one too', () => {
    const names = allowedHostNames('192.168.1.5');
    expect(isAllowedHost('192.168.1.5:8417', names)).toBe(true);
    expect(isAllowedHost('192.168.1.6:8417', names)).toBe(false);
  });

  it('on an IPv6 address, takes it in brackets', () => {
    expect(isAllowedHost('[fe80::1]:80', allowedHostNames('fe80::1'))).toBe(true);
  });

  it('on every address, takes this machine’s and still no foreign name', () => {
    const names = allowedHostNames('0.0.0.0');
    expect(isAllowedHost('127.0.0.1:8417', names)).toBe(true);
    expect(isAllowedHost('evil.example:8417', names)).toBe(false);
  });

  it.each([
    ['127.0.0.1', true],
    ['127.8.0.1', true],
    ['localhost', true],
    ['::1', true],
    ['0.0.0.0', false],
    ['192.168.1.5', false],
    ['127.evil.example', false],
  ])('%s is loopback: %s', (host, loopback) => {
    expect(isLoopback(host)).toBe(loopback);
  });
});

it.each([
  ['http://127.0.0.1:8417', '127.0.0.1:8417', true],
  ['http://LOCALHOST:8417', 'localhost:8417', true],
  ['http://127.0.0.1:9999', '127.0.0.1:8417', false],
  ['https://127.0.0.1:8417', '127.0.0.1:8417', false],
  ['null', '127.0.0.1:8417', false],
  [undefined, '127.0.0.1:8417', false],
  ['http://', undefined, false],
])('origin %s to host %s is the same: %s', (origin, host, same) => {
  expect(isSameOrigin(origin, host)).toBe(same);
});
