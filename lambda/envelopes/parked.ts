/** What a parked record keeps beside its body, and brings with it when it comes back: SQS message attributes. */
import { asObject } from '../json.ts';

export interface Marks {
  /** The ledger's pk itself: nothing is derived again. */
  ledgerKey?: string;
  /** Epoch ms. */
  sourceTime?: number;
  /** Epoch ms: a person's word that it may still go out until then, whatever its age. */
  until?: number;
}

/** Of a record as Lambda hands it over. A key that is none must not be passed over: another would be derived in its place. */
export const marksOf = (messageAttributes: unknown): Marks | { problems: string[] } => {
  const text = (name: string) => asObject(asObject(messageAttributes)?.[name])?.stringValue;
  const ledgerKey = text('LedgerKey');
  const problems = [
    ...(ledgerKey === undefined || isLedgerKey(ledgerKey) ? [] : ['The attribute LedgerKey must be 64 hex digits']),
    ...['SourceTime', 'Until'].flatMap((name) =>
      text(name) === undefined || isTime(text(name)) ? [] : [`The attribute ${name} must be a time in epoch ms`],
    ),
  ];
  if (problems.length > 0) return { problems };
  const time = (name: string) => (text(name) === undefined ? undefined : Number(text(name)));
  return {
    ...(isLedgerKey(ledgerKey) ? { ledgerKey } : {}),
    ...defined('sourceTime', time('SourceTime')),
    ...defined('until', time('Until')),
  };
};

const isLedgerKey = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const isTime = (value: unknown): boolean => typeof value === 'string' && /^\d{1,15}$/.test(value);
const defined = <Name extends string>(name: Name, value: number | undefined) =>
  (value === undefined ? {} : { [name]: value }) as Partial<Record<Name, number>>;
