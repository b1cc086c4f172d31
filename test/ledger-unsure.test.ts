/** The ledger cannot be asked, or not in time, or does not say whether it has written: nobody hears what may be untrue. */
import { connect } from 'node:net';
import { expect, test, vi } from 'vitest';
import { makeFunction, message } from './function.ts';
import { answers, startHotTaskPeer, startTcpPeer } from './peers/hottask-peer.ts';
import { type LedgerFault, respond, startLedgerPeer } from './peers/ledger-peer.ts';
import { awsError, startSecretsPeer } from './peers/secrets-peer.ts';

const keyed = { ...message, IdempotencyKey: 'appt-42.confirmed' };

const start = async () => {
  const hottask = await startHotTaskPeer();
  const secrets = await startSecretsPeer();
  const ledger = await startLedgerPeer();
  const environment = (remainingMs = 20_000) =>
    makeFunction({ hottask, secrets, ledger, remainingMs, timings: { claimWithinMs: 400, recallWithinMs: 400 } });
  return { hottask, secrets, ledger, environment, fn: environment() };
};

const refuse: LedgerFault = (_call, response) => awsError('AccessDeniedException')(response, '');

test('sent, then late, and the ledger cannot be read: the caller hears "not sent now", not "expired", which it would send by another road', async () => {
  const { fn, ledger, hottask } = await start();
  const timed = { ...keyed, NotAfter: new Date(Date.now() + 60_000).toISOString() };
  await fn.post(timed);
  fn.clock.aheadMs = 61_000;
  ledger.fault = refuse;
  expect(await fn.post(timed)).toMatchObject({ status: 503, state: 'NotSent' });
  ledger.fault = () => false;
  expect(await fn.post(timed)).toMatchObject({ status: 200, headers: { 'idempotent-replayed': 'true' } });
  expect(hottask.posts).toHaveLength(1);
});

test('DynamoDB may answer a read from a copy that is behind, where it is let: the caller still hears Sent at once', async () => {
  const { fn, ledger, hottask } = await start();
  await fn.post(keyed);
  ledger.fault = ({ mayBeOld }, response) => mayBeOld && respond(response, { status: 200, headers: {}, text: '{}' });
  expect(await fn.post(keyed)).toMatchObject({ status: 200, headers: { 'idempotent-replayed': 'true' } });
  expect(hottask.posts).toHaveLength(1);
});

test('a claim that may be written, and then is throttled for good, is taken back: the text goes out when its caller asks again', async () => {
  const { environment, fn, ledger, hottask } = await start();
  let claims = 0;
  ledger.fault = async ({ isClaim, pass }, response) => {
    if (!isClaim) return false;
    claims += 1;
    if (claims > 1) return awsError('ThrottlingException')(response, '');
    await pass();
    response.socket?.resetAndDestroy();
    return true;
  };
  expect(await fn.post(keyed)).toMatchObject({ state: 'NotSent' });
  expect(claims).toBeGreaterThan(1);
  ledger.fault = () => false;
  expect(await environment().post(keyed)).toMatchObject({ status: 200 });
  expect(hottask.posts).toHaveLength(1);
});

test('the ledger is silent, and AWS ends the process soon: the caller hears "not sent" before that', async () => {
  const { secrets, hottask, ledger } = await start();
  const fn = makeFunction({
    hottask,
    secrets,
    ledger,
    remainingMs: 300,
    timings: { answerWithinMs: 0, settleWithinMs: 0, parkWithinMs: 0 },
  });
  ledger.fault = () => true;
  const began = performance.now();
  expect(await fn.post(keyed)).toMatchObject({ status: 503, state: 'NotSent' });
  expect(performance.now() - began).toBeLessThan(1_500);
});

test('no time is left for a POST: a key that was sent is still answered with Sent, and a new one is not claimed', async () => {
  const { environment, fn, ledger, hottask } = await start();
  await fn.post(keyed);
  const hurried = environment(11_000);
  expect(await hurried.post(keyed)).toMatchObject({ status: 200, headers: { 'idempotent-replayed': 'true' } });
  ledger.calls.length = 0;
  expect(await hurried.post({ ...keyed, IdempotencyKey: 'new' })).toMatchObject({ status: 503, state: 'NotSent' });
  expect(ledger.calls.filter(({ operation }) => operation === 'UpdateItem')).toEqual([]);
  expect(hottask.posts).toHaveLength(1);
});

test('no connection to DynamoDB outlives the answer: a frozen process would wake with a dead one, and its next claim be lost', async () => {
  const { secrets, hottask, ledger } = await start();
  hottask.behave = answers(429, '{}');
  const front = await startTcpPeer((socket) => {
    const onward = connect(Number(new URL(ledger.url).port), '127.0.0.1');
    onward.on('error', () => {});
    socket.pipe(onward).pipe(socket);
  });
  const url = front.url.replace('https:', 'http:');
  const fn = makeFunction({ hottask, secrets, ledger: { url, table: ledger.table } });
  await fn.post(keyed);
  expect(front.sockets).not.toEqual([]);
  await vi.waitFor(() => expect(front.sockets.filter(({ destroyed }) => !destroyed)).toEqual([]), 2_000);
});
