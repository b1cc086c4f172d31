/** The list of what waits for a person: nothing that may have been sent is missing from it, whoever wrote it. */
import { describe, expect, test } from 'vitest';
import { pkOf } from '../lambda/ledger/identity.ts';
import { hottask, inAws, run } from './hottask-command.ts';
import { type LedgerPeer, startLedgerPeer } from './peers/ledger-peer.ts';

const scope = 'http:web';
const S = (text: string) => ({ S: text });
const N = (number: number) => ({ N: String(number) });
type Attribute = { S: string } | { N: string } | { BOOL: boolean };
type Raw = Record<string, Attribute | undefined>;

const put = async (ledger: LedgerPeer, key: string, change: Raw = {}) => {
  const whole: Raw = {
    pk: S(pkOf(scope, key)),
    scope: S(scope),
    key: S(key),
    state: S('Unknown'),
    owner: S('o'),
    fingerprint: S('f'),
    reply: S('{"Message":"HotTask failed while it had the message."}'),
    recipient: S(`${'a'.repeat(64)} …42`),
    claimedAt: N(1_800_000_000_000),
  };
  const item = Object.entries({ ...whole, ...change }).flatMap(([name, value]) =>
    value ? [[name, value] as const] : [],
  );
  await ledger.put(Object.fromEntries(item));
};

interface Account {
  IdempotencyKey: string | null;
  Pk: string;
  State: string;
  Reason: string;
  IsReadable: boolean;
}

const list = async (ledger: LedgerPeer, ...args: string[]) => {
  const { code, out, err } = await hottask(['unknowns', '--json', ...args], inAws(ledger));
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as { Unknowns: Account[]; Read: number; Next: string | null };
};
const keys = ({ Unknowns }: { Unknowns: Account[] }) => Unknowns.map(({ IdempotencyKey }) => IdempotencyKey);

test('an empty ledger: nobody waits', async () => {
  const ledger = await startLedgerPeer();
  expect(await hottask(['unknowns'], inAws(ledger))).toEqual({
    code: 0,
    out: 'Unknown: none. Items read: 0.\n',
    err: '',
  });
});

test('it lists what is Unknown and what its process abandoned, and nothing that is settled or still being sent', async () => {
  const ledger = await startLedgerPeer();
  await put(ledger, 'unknown', { claimedAt: N(1) });
  await put(ledger, 'abandoned', { state: S('Sending'), leaseUntil: N(Date.now() - 2_000), claimedAt: N(2) });
  await put(ledger, 'no lease', { state: S('Sending'), claimedAt: N(3) });
  await put(ledger, 'a lease that is no number', {
    state: S('Sending'),
    leaseUntil: S('9'.repeat(13)),
    claimedAt: N(4),
  });
  await put(ledger, 'under way', { state: S('Sending'), leaseUntil: N(Date.now() + 60_000) });
  for (const state of ['Sent', 'Refused', 'NotSent']) await put(ledger, state, { state: S(state) });
  const all = await list(ledger);
  expect(keys(all)).toEqual(['a lease that is no number', 'no lease', 'abandoned', 'unknown']);
  expect(all).toMatchObject({ Read: 8, Next: null });
  expect(new Set(all.Unknowns.map(({ State }) => State))).toEqual(new Set(['Unknown']));
  expect(all.Unknowns[2]?.Reason).toMatch(/^The process that was sending it ended/);
});

describe('an item that this version cannot read is listed too, as its caller hears Unknown', () => {
  test.each<[string, Raw]>([
    ['only its pk', { state: undefined, owner: undefined, fingerprint: undefined, scope: undefined, key: undefined }],
    ['a state of another version', { state: S('Parked') }],
    ['a state of another type', { state: N(1) }],
    ['no state', { state: undefined }],
    ['Sent without an owner', { state: S('Sent'), owner: undefined }],
    ['Sent with an owner of another type', { state: S('Sent'), owner: { BOOL: true } }],
    ['NotSent without a fingerprint', { state: S('NotSent'), fingerprint: undefined }],
    ['Refused with a fingerprint of another type', { state: S('Refused'), fingerprint: N(7) }],
    ['NotSent with attempts that cannot be counted on', { state: S('NotSent'), attempts: S('1') }],
    ['Sending under lease without an owner', { state: S('Sending'), leaseUntil: N(9e12), owner: undefined }],
  ])('%s', async (_case, change) => {
    const ledger = await startLedgerPeer();
    await put(ledger, 'foreign', change);
    await put(ledger, 'sent', { state: S('Sent') });
    const { Unknowns } = await list(ledger);
    expect(Unknowns).toMatchObject([
      { Pk: pkOf(scope, 'foreign'), State: 'Unknown', IsReadable: false, Reason: expect.stringMatching(/cannot read/) },
    ]);
    const { out } = await hottask(['unknowns'], inAws(ledger));
    expect(out).toMatch(/^Unknown: 1 \(1 of them not readable by this version\)\. Items read: 2\.\n/);
  });
});

describe('a long ledger', () => {
  const filler = S('x'.repeat(100_000));
  /** More than DynamoDB reads in one page of 1 MB, twice over. */
  const long = async () => {
    const ledger = await startLedgerPeer();
    const names = Array.from({ length: 25 }, (_, i) => `key-${i}`);
    await Promise.all(names.map((name, i) => put(ledger, name, { filler, claimedAt: N(i + 1) })));
    await Promise.all(names.map((name) => put(ledger, `sent-${name}`, { state: S('Sent') })));
    return { ledger, names };
  };

  test('is read to its end, newest first', async () => {
    const { ledger, names } = await long();
    const all = await list(ledger);
    expect(keys(all)).toEqual(names.toReversed());
    expect(all).toMatchObject({ Read: 50, Next: null });
    expect(ledger.calls.length).toBeGreaterThan(2);
  });

  test('in parts, --after leads to each one exactly once', async () => {
    const { ledger, names } = await long();
    const seen: (string | null)[] = [];
    let next: string | null = null;
    do {
      const part: Awaited<ReturnType<typeof list>> = await list(
        ledger,
        '--limit',
        '4',
        ...(next === null ? [] : ['--after', next]),
      );
      expect(part.Unknowns.length).toBeLessThanOrEqual(4);
      seen.push(...keys(part));
      next = part.Next;
    } while (next !== null);
    expect(seen.toSorted()).toEqual(names.toSorted());
  });

  test('the text ends with how to go on, and --progress tells how far it has come', async () => {
    const { ledger } = await long();
    const { out } = await hottask(['unknowns', '--limit', '24'], inAws(ledger));
    const [, token = ''] = /\n\nThere is more of the table: go on with --after (\S+)\n$/.exec(out) ?? [];
    const rest = await hottask(['unknowns', '--after', token, '--progress'], inAws(ledger));
    expect(rest.out).toMatch(/^Unknown: 1\. /);
    expect(rest.err).toMatch(/^(\d+ items read, \d Unknown\n)+$/);
  });
});

test('each entry begins with what show and settle take, whatever signs the key is made of', async () => {
  const ledger = await startLedgerPeer();
  const odd = ['!#$%&()*+-./:;<=>?@[\\]^_`{|}~', '$(exit 9)', '-rf', '--help', '`id`', '%24%28id%29', '~', '#1'];
  for (const key of odd) await put(ledger, key);
  const { out } = await hottask(['unknowns'], inAws(ledger));
  const addresses = out
    .split('\n\n')
    .slice(1)
    .map((entry) => entry.split('\n')[0] as string);
  expect(addresses).toHaveLength(odd.length);
  const env = { ...inAws(ledger), PATH: process.env.PATH ?? '', npm_config_loglevel: 'silent' };
  const shown = await Promise.all(
    addresses.map((address) => run('sh', ['-c', `npm run hottask -- show ${address} --json`], env)),
  );
  expect(shown.map(({ out }) => JSON.parse(out).IdempotencyKey).toSorted()).toEqual(odd.toSorted());
});

test('a key that begins with a dash stands behind "--"', async () => {
  const ledger = await startLedgerPeer();
  await put(ledger, '--help');
  const { code, out } = await hottask(['show', '--scope', scope, '--json', '--', '--help'], inAws(ledger));
  expect({ code, key: JSON.parse(out).IdempotencyKey }).toEqual({ code: 0, key: '--help' });
});

test('what the ledger holds cannot move the cursor, and what is no instant is left out', async () => {
  const ledger = await startLedgerPeer();
  const nasty = 'a\u001b[2Jb\u202ec';
  const texts = { scope: S(nasty), caller: S(nasty), why: S(nasty), settledBy: S(nasty), requestId: S(nasty) };
  const reply = S(JSON.stringify({ Message: nasty }));
  await put(ledger, nasty, { ...texts, reply, claimedAt: N(9e99), settledAt: N(-9e99) });
  const { out } = await hottask(['unknowns'], inAws(ledger));
  const shown = await hottask(['show', '--pk', pkOf(scope, nasty)], inAws(ledger));
  for (const printed of [out, shown.out]) {
    expect(printed).toContain('a\uFFFD[2Jb\uFFFDc');
    expect(printed.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  }
  expect(shown.out).not.toMatch(/claimed|settled {4}/);
});
