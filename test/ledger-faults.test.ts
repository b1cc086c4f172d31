/** DynamoDB fails, loses, delays, doubles and throttles what we write: nobody gets two texts, and no Unknown without need. */
import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { makeFunction, message } from './function.ts';
import { accepts, answers, startHotTaskPeer } from './peers/hottask-peer.ts';
import { type Call, type LedgerFault, respond, startLedgerPeer } from './peers/ledger-peer.ts';
import { awsError, startSecretsPeer } from './peers/secrets-peer.ts';

const keyed = { ...message, IdempotencyKey: 'appt-42.confirmed' };
const timings = { claimWithinMs: 400, recallWithinMs: 400, settleWithinMs: 400, answerWithinMs: 400 };

const start = async () => {
  const hottask = await startHotTaskPeer();
  const secrets = await startSecretsPeer();
  const ledger = await startLedgerPeer();
  const environment = () => makeFunction({ hottask, secrets, ledger, timings });
  return { hottask, ledger, environment, fn: environment() };
};

const isClaim = ({ isClaim }: Call) => isClaim;
/** Settles, and the taking back of a claim. */
const isSettle = ({ operation, isClaim }: Call) => operation === 'UpdateItem' && !isClaim;
const isRead = ({ operation }: Call) => operation === 'GetItem';

const once = (fault: LedgerFault): LedgerFault => {
  let isSpent = false;
  return (call, response) => {
    if (isSpent) return false;
    isSpent = true;
    return fault(call, response);
  };
};
const on =
  (which: (call: Call) => boolean, fault: LedgerFault): LedgerFault =>
  (call, response) =>
    which(call) && fault(call, response);

const aws =
  (name: string, status = 400): LedgerFault =>
  (_call, response) =>
    awsError(name, name, status)(response, '');
const throttle = aws('ProvisionedThroughputExceededException');
const refuse = aws('AccessDeniedException');
const fail = aws('InternalServerError', 500);
/** Written, and then the connection is cut. */
const loseAnswer: LedgerFault = async ({ pass }, response) => {
  await pass();
  response.socket?.resetAndDestroy();
  return true;
};
const loseRequest: LedgerFault = (_call, response) => {
  response.socket?.resetAndDestroy();
  return true;
};
const silence: LedgerFault = () => true;
const cutAnswer: LedgerFault = async ({ pass }, response) => {
  await pass();
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0', 'content-length': '100' });
  response.write('{', () => response.destroy());
  return true;
};
const double: LedgerFault = async ({ pass }, response) => {
  const first = await pass();
  await pass();
  return respond(response, first);
};
const doubleAndAnswerLast: LedgerFault = async ({ pass }, response) => {
  await pass();
  return respond(response, await pass());
};

/** What a write must survive where it happens once. */
const hiccups: [string, LedgerFault][] = [
  ['is throttled', throttle],
  ['fails', fail],
  ['is lost', loseRequest],
  ['is written, its answer lost', loseAnswer],
  ['is written, its answer cut', cutAnswer],
  ['is doubled', double],
  ['is doubled, and the second answer counts', doubleAndAnswerLast],
];

describe('the claim', () => {
  test.each(hiccups)('%s once: one text', async (_case, fault) => {
    const { fn, hottask, ledger } = await start();
    ledger.fault = on(isClaim, once(fault));
    expect(await fn.post(keyed)).toMatchObject({ status: 200 });
    expect(hottask.posts).toHaveLength(1);
    expect(await ledger.item()).toMatchObject({ state: 'Sent', attempts: 1 });
  });

  test.each<[string, LedgerFault]>([
    ['throttled', throttle],
    ['refused', refuse],
    ['failing', fail],
    ['lost', loseRequest],
    ['never answered', silence],
    ['written, every answer lost', loseAnswer],
  ])('%s always: not sent, and one text when DynamoDB is well again', async (_case, fault) => {
    const { fn, environment, hottask, ledger } = await start();
    ledger.fault = on(isClaim, fault);
    expect(await fn.post(keyed)).toMatchObject({ status: 503, state: 'NotSent', headers: { 'retry-after': '30' } });
    expect(hottask.posts).toEqual([]);
    expect(fn.lines).toContainEqual(expect.objectContaining({ level: 'error', fact: 'the ledger cannot be asked' }));
    ledger.fault = () => false;
    expect(await environment().post(keyed)).toMatchObject({ status: 200 });
    expect(hottask.posts).toHaveLength(1);
  });

  test('held back by the network until its sender has given up: it finds itself taken back, and the key is free', async () => {
    const { fn, environment, hottask, ledger } = await start();
    let deliver: (() => Promise<unknown>) | undefined;
    ledger.fault = on(isClaim, ({ pass }) => {
      deliver ??= pass;
      return true;
    });
    expect(await fn.post(keyed)).toMatchObject({ status: 503, state: 'NotSent' });
    ledger.fault = () => false;
    await deliver?.();
    expect(await ledger.item()).toMatchObject({ state: 'NotSent' });
    expect(await environment().post(keyed)).toMatchObject({ status: 200 });
    expect(hottask.posts).toHaveLength(1);
  });

  test('a copy of it that comes after it was settled as not sent claims nothing', async () => {
    const { fn, environment, hottask, ledger } = await start();
    hottask.behave = answers(429, '{}');
    let copy: (() => Promise<unknown>) | undefined;
    ledger.fault = on(isClaim, ({ pass }) => {
      copy = pass;
      return false;
    });
    expect(await fn.post(keyed)).toMatchObject({ state: 'NotSent' });
    ledger.fault = () => false;
    await copy?.();
    expect(await ledger.item()).toMatchObject({ state: 'NotSent' });
    hottask.behave = answers(200, accepts);
    expect(await environment().post(keyed)).toMatchObject({ status: 200 });
  });

  test('nothing answers at all: not sent, and the lease decides later', async () => {
    const { fn, hottask, ledger } = await start();
    ledger.fault = loseAnswer;
    expect(await fn.post(keyed)).toMatchObject({ status: 503, state: 'NotSent' });
    expect(hottask.posts).toEqual([]);
  });
});

describe('the read after a claim that found the key taken', () => {
  test.each<[string, LedgerFault]>([
    ['is throttled', throttle],
    ['fails', fail],
    ['is lost', loseRequest],
  ])('%s once: the caller hears Sent again', async (_case, fault) => {
    const { fn, environment, hottask, ledger } = await start();
    await fn.post(keyed);
    ledger.fault = on(isRead, once(fault));
    expect(await environment().post(keyed)).toMatchObject({ status: 200, headers: { 'idempotent-replayed': 'true' } });
    expect(hottask.posts).toHaveLength(1);
  });

  test.each<[string, LedgerFault]>([
    ['is refused', refuse],
    ['fails', fail],
    ['is never answered', silence],
  ])('%s always: nothing is sent, and what was settled stays', async (_case, fault) => {
    const { fn, environment, hottask, ledger } = await start();
    await fn.post(keyed);
    ledger.fault = on(isRead, fault);
    expect(await environment().post(keyed)).toMatchObject({ status: 503, state: 'NotSent' });
    expect(hottask.posts).toHaveLength(1);
    expect(await ledger.item()).toMatchObject({ state: 'Sent' });
  });

  test('finds the key free again and again: in progress, and nothing is sent', async () => {
    const { fn, hottask, ledger } = await start();
    let claims = 0;
    ledger.fault = (call: Call, response: ServerResponse) => {
      if (isRead(call)) return respond(response, { status: 200, headers: {}, text: '{}' });
      claims += isClaim(call) ? 1 : 0;
      return aws('ConditionalCheckFailedException')(call, response);
    };
    expect(await fn.post(keyed)).toMatchObject({ status: 409, state: 'InProgress', headers: { 'retry-after': '30' } });
    expect(claims).toBe(3);
    expect(hottask.posts).toEqual([]);
  });
});

describe('the settle', () => {
  test.each(hiccups)('%s once: it stands in the ledger, and nothing is reported', async (_case, fault) => {
    const { fn, hottask, ledger } = await start();
    ledger.fault = on(isSettle, once(fault));
    expect(await fn.post(keyed)).toMatchObject({ status: 200, text: accepts });
    expect(await ledger.item()).toMatchObject({ state: 'Sent' });
    expect(hottask.posts).toHaveLength(1);
    expect(fn.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test.each<[string, number, string, LedgerFault]>([
    ['throttled', 200, 'Sent', throttle],
    ['refused', 200, 'Sent', refuse],
    ['lost', 200, 'Sent', loseRequest],
    ['never answered', 200, 'Sent', silence],
    ['lost', 429, 'NotSent', loseRequest],
    ['lost', 400, 'Refused', loseRequest],
  ])(
    '%s always, HotTask answered %i: the caller hears %s, later ones Unknown, and one text at most',
    async (_case, status, state, fault) => {
      const { fn, environment, hottask, ledger } = await start();
      hottask.behave = answers(status, status === 200 ? accepts : '{}');
      ledger.fault = on(isSettle, fault);
      expect(await fn.post(keyed)).toMatchObject({ state });
      expect(fn.lines).toContainEqual(
        expect.objectContaining({ level: 'error', what: expect.stringMatching(/not in the ledger/), state }),
      );
      const other = environment();
      expect(await other.post(keyed)).toMatchObject({ status: 409, state: 'InProgress' });
      other.clock.aheadMs = 31_000;
      expect(await other.post(keyed)).toMatchObject({ status: 504, state: 'Unknown' });
      expect(hottask.posts).toHaveLength(1);
    },
  );
});
