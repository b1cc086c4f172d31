/** What the two secrets may hold, read strictly: a key that is odd is refused here, not at HotTask. */
import { type Caller, isCallerName, isDigest } from './callers.ts';
import type { SecretRead } from './io/secret-cache.ts';
import { asObject, readObject } from './json.ts';

/** A secret as Secrets Manager has it; no text where it is binary. */
export interface Raw {
  text: string | undefined;
  version: string;
}

/** HotTask's key: visible ASCII, sent as it is. */
export interface SecretKey {
  text: string;
  version: string;
}

export interface OurSecret {
  callers: Caller[];
  /** Key of the HMACs under which numbers and texts are kept. */
  pepper: string;
  version: string;
}

/** A secret without a value and a secret that is not there share one error of AWS; only its text tells them apart. */
export const isWithoutValue = ({ name, message }: Error): boolean =>
  name === 'ResourceNotFoundException' && message.includes('staging label');

const visibleAscii = /^[!-~]{1,4096}$/;

/** The raw key, or JSON with `SecretKey`. Spaces around it are a slip of the hand; anything else odd is malformed. */
export const parseSecretKey = ({ text, version }: Raw): SecretRead<SecretKey> => {
  if (text === undefined) return { problem: 'malformed' };
  const object = readObject(text.trim());
  // What begins as JSON and is none is a slip too, not a key.
  const key = object ? object.SecretKey : text.trim().startsWith('{') ? undefined : text;
  if (typeof key !== 'string') return { problem: 'malformed' };
  if (key.trim() === '') return { problem: 'empty' };
  return visibleAscii.test(key.trim()) ? { value: { text: key.trim(), version } } : { problem: 'malformed' };
};

/** How many entries of Callers are ignored, by what is wrong with them. */
export interface Ignored {
  /** A name that no caller may have, with all its digests. */
  names: number;
  /** A key that is no digest. */
  digests: number;
}

/**
 * `{"Callers": {"web": ["<SHA-256 in lowercase hex>"]}, "Pepper": "…"}`. An entry whose name or digest has another form
 * is ignored, so that one slip does not lock out all callers.
 */
export const parseOurSecret = ({ text, version }: Raw): SecretRead<OurSecret> & { ignored?: Ignored } => {
  const secret = readObject(text?.trim() ?? '');
  const callers = asObject(secret?.Callers);
  const pepper = typeof secret?.Pepper === 'string' ? secret.Pepper.trim() : '';
  if (!callers || pepper === '') return { problem: 'malformed' };
  const all = Object.entries(callers);
  const named = all.filter(([name]) => isCallerName(name));
  const entries = named.flatMap(([name, digests]) => [digests].flat().map((hex) => ({ name, hex })));
  const known = entries.flatMap(({ name, hex }) => (isDigest(hex) ? [{ name, digest: Buffer.from(hex, 'hex') }] : []));
  return {
    value: { callers: known, pepper, version },
    ignored: { names: all.length - named.length, digests: entries.length - known.length },
  };
};
