/** How the Hub is reached, as the environment says it; the same variables as those of the Hub's own tools. */
import { PairlensError } from '../../../shared/errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface HubSettings {
  /** Where the Hub is, without a slash at the end. */
  readonly endpoint: string;
  /** Goes to the endpoint and nowhere else. */
  readonly token: string | null;
  /** Makes no request at all. */
  readonly offline: boolean;
  readonly httpProxy: string | null;
  readonly httpsProxy: string | null;
  readonly noProxy: string;
}

const HUB = 'https://huggingface.co';

/**
 * HF_ENDPOINT, HF_TOKEN, HF_HUB_OFFLINE or PAIRLENS_OFFLINE, HTTP_PROXY, HTTPS_PROXY and NO_PROXY, the last three in small
 * letters too.
 * @throws PairlensError BAD_REQUEST for an address that is none
 */
export function readHubSettings(environment: Environment): HubSettings {
  const proxyOf = (name: string) => read(environment, name.toLowerCase()) ?? read(environment, name);
  const address = (name: string, value: string | null) => value && checkAddress(name, value);
  return {
    endpoint: checkAddress('HF_ENDPOINT', read(environment, 'HF_ENDPOINT') ?? HUB).replace(/\/+$/, ''),
    token: read(environment, 'HF_TOKEN'),
    offline: isOffline(environment),
    httpProxy: address('HTTP_PROXY', proxyOf('HTTP_PROXY')),
    httpsProxy: address('HTTPS_PROXY', proxyOf('HTTPS_PROXY')),
    noProxy: proxyOf('NO_PROXY') ?? '',
  };
}

/** Whether the environment forbids all requests. */
export function isOffline(environment: Environment): boolean {
  return isOn(environment, 'HF_HUB_OFFLINE') || isOn(environment, 'PAIRLENS_OFFLINE');
}

function read(environment: Environment, name: string): string | null {
  const value = environment[name]?.trim();
  return value === undefined || value === '' ? null : value;
}

function isOn(environment: Environment, name: string): boolean {
  return /^(1|true|yes|on)$/i.test(read(environment, name) ?? '');
}

function checkAddress(name: string, value: string): string {
  if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) return value;
  // The value itself may have a password in it.
  throw new PairlensError('BAD_REQUEST', `${name} is not an address that begins with http:// or https://`, {
    variable: name,
  });
}
