/** What is told of one key: its fields for --json, its lines for a person. No number and no text: the ledger holds none. */
import { readObject } from '../lambda/json.ts';
import { accountOf as accountOfItem } from '../lambda/ledger/account.ts';
import { pkOf } from '../lambda/ledger/identity.ts';
import { abandoned, stateOf } from '../lambda/ledger/standing.ts';
import type { Seen } from './seen.ts';

/** The names are stable, and the sandbox's `GET /api/ledger` has the same. */
export const accountOf = ({ pk, scope, key, item, seenAt }: Seen) => {
  const known = item === 'foreign' ? undefined : item;
  return {
    Scope: scope ?? null,
    IdempotencyKey: key ?? null,
    Pk: pk,
    ...accountOfItem(item, seenAt),
    Reason: reasonOf(item, seenAt),
    RecipientEndsIn: /(\d\d)$/.exec(known?.recipient ?? '')?.[1] ?? null,
    Owner: known?.owner ?? null,
    IsReadable: known !== undefined,
  };
};

export type Account = ReturnType<typeof accountOf>;

const cannotRead =
  'This version cannot read what stands here, so nothing is sent under this key: use the version that wrote it.';

const reasonOf = (item: Seen['item'], seenAt: number): string | null => {
  if (item === 'foreign') return cannotRead;
  if (item.state === 'Sending') return stateOf(item, seenAt) === 'Unknown' && 'why' in abandoned ? abandoned.why : null;
  const kept = readObject(item.reply ?? '')?.Message;
  return typeof kept === 'string' && kept !== '' ? kept : null;
};

const lines: readonly [label: string, field: keyof Account][] = [
  ['state', 'State'],
  ['reason', 'Reason'],
  ['recipient', 'RecipientEndsIn'],
  ['session', 'SessionID'],
  ['attempts', 'Attempts'],
  ['caller', 'Caller'],
  ['request id', 'RequestId'],
  ['claimed', 'ClaimedAt'],
  ['lease until', 'LeaseUntil'],
  ['settled', 'SettledAt'],
  ['settled by', 'SettledBy'],
  ['why', 'Why'],
  ['owner', 'Owner'],
  ['kept until', 'ExpiresAt'],
];

/** All that is known, a line for each. */
export const inFull = (seen: Seen): string => {
  const account = accountOf(seen);
  const known = lines.filter(([, field]) => account[field] !== null);
  return [
    addressOf(seen),
    ...known.map(([label, field]) => `  ${label.padEnd(12)} ${shown(field, account[field])}`),
  ].join('\n');
};

/** Three lines for a list. */
export const inShort = (seen: Seen): string => {
  const { ClaimedAt, RecipientEndsIn, RequestId, Reason } = accountOf(seen);
  const facts = [
    seen.key?.startsWith('-') && `key ${plain(seen.key)}`,
    ClaimedAt && `claimed ${ClaimedAt}`,
    RecipientEndsIn && `recipient …${RecipientEndsIn}`,
    RequestId && `request id ${plain(RequestId)}`,
  ].filter(Boolean);
  return [addressOf(seen), facts.join(', '), plain(Reason ?? 'No reason was kept.')]
    .filter((line) => line !== '')
    .join('\n  ');
};

const shown = (field: keyof Account, value: unknown): string => {
  if (field === 'RecipientEndsIn') return `…${value}`;
  return plain(typeof value === 'string' ? value : JSON.stringify(value));
};

/** How `show` and `settle` are told which one, to be pasted into a shell. By `--pk` where key and scope do not lead there. */
const addressOf = ({ pk, scope, key }: Seen): string => {
  const leadsThere = scope !== undefined && key !== undefined && pkOf(scope, key) === pk && !key.startsWith('-');
  return leadsThere ? `${quoted(key)} --scope ${quoted(scope)}` : `--pk ${quoted(pk)}`;
};

/** As a shell takes it for one word. */
export const quoted = (word: string): string =>
  /^[\w.:@%+=,/-]+$/.test(word) ? word : `'${plain(word).replaceAll("'", String.raw`'\''`)}'`;

/** What could move the cursor or turn the line round is shown as a mark: the ledger may have been written by anybody. */
export const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD');
