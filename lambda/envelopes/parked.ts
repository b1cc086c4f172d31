/** What a parked record keeps beside its body, and brings with it when it comes back: SQS message attributes. */
import { asObject } from '../json.ts';

export interface Marks {
  /** The ledger's pk itself: nothing is derived again. */
  ledgerKey?: string;
  /** Epoch ms. */
  sourceTime?: number;
  /** Epoch ms: a person's word that it may still go out until then, whatever its age. */
  until?: number;
  /** A person's word that it may go out although the caller who set it is gone. */
  callerMayBeGone?: true;
}

interface ReadMarks {
  /** Those that can be read. */
  marks: Marks;
  /** One sentence for each that is none. */
  problems: string[];
}

/**
 * Of a record as Lambda hands it over. A LedgerKey that is none must not be passed over, or another key would be derived
 * in its place: it stays one that is none, however often the record comes back.
 */
export const readMarks = (messageAttributes: unknown): ReadMarks => {
  const attributes = asObject(messageAttributes) ?? {};
  const read = (name: string, isGood: (text: string) => boolean): { text: string } | 'wrong' | undefined => {
    if (!(name in attributes)) return undefined;
    const text = asObject(attributes[name])?.stringValue;
    return typeof text === 'string' && isGood(text) ? { text } : 'wrong';
  };
  const [ledgerKey, sourceTime, until, callerMayBeGone] = [
    read('LedgerKey', (text) => /^[0-9a-f]{64}$/.test(text)),
    read('SourceTime', isTime),
    read('Until', isTime),
    read('CallerMayBeGone', (text) => text === 'true'),
  ];
  return {
    marks: {
      ...(ledgerKey === undefined ? {} : { ledgerKey: ledgerKey === 'wrong' ? noLedgerKey : ledgerKey.text }),
      ...(typeof sourceTime === 'object' ? { sourceTime: Number(sourceTime.text) } : {}),
      ...(typeof until === 'object' ? { until: Number(until.text) } : {}),
      ...(typeof callerMayBeGone === 'object' ? { callerMayBeGone: true } : {}),
    },
    problems: [
      ...(ledgerKey === 'wrong' ? ['The attribute LedgerKey must be 64 hex digits'] : []),
      ...(sourceTime === 'wrong' ? ['The attribute SourceTime must be a time in epoch ms'] : []),
      ...(until === 'wrong' ? ['The attribute Until must be a time in epoch ms'] : []),
      ...(callerMayBeGone === 'wrong' ? ['The attribute CallerMayBeGone must be true'] : []),
    ],
  };
};

/** Stands for what may hold anything. */
const noLedgerKey = 'malformed';

const isTime = (text: string): boolean => /^\d{1,15}$/.test(text);
