/** The network holds a claim back and lets it through when its sender has long given up: the recipient still gets the text. */
import { expect, test } from 'vitest';
import { makeFunction, message } from './function.ts';
import { accepts, answers, startHotTaskPeer } from './peers/hottask-peer.ts';
import { type Call, respond, startLedgerPeer } from './peers/ledger-peer.ts';
import { startSecretsPeer } from './peers/secrets-peer.ts';

const keyed = { ...message, IdempotencyKey: 'appt-42.confirmed' };

test.each([
  ['first', 0],
  ['second', 1],
])(
  'the %s claim of a message that was not sent before comes late: it is not held as "perhaps sent", and goes out once',
  async (_which, passing) => {
    const hottask = await startHotTaskPeer(answers(429, '{"Code":429,"Success":false}'));
    const ledger = await startLedgerPeer();
    const secrets = await startSecretsPeer();
    const fn = makeFunction({ hottask, ledger, secrets, timings: { claimWithinMs: 300 } });
    expect(await fn.post(keyed)).toMatchObject({ state: 'NotSent' });

    const heldBack: Call[] = [];
    let claims = 0;
    ledger.fault = (call, response) => {
      if (!call.isClaim || claims++ < passing) return false;
      heldBack.push(call);
      response.destroy();
      return true;
    };
    expect(await fn.post(keyed)).toMatchObject({ state: 'NotSent' });
    expect(heldBack).not.toEqual([]);
    for (const { pass } of heldBack) await pass();
    expect(await ledger.item()).toMatchObject({ state: 'NotSent' });

    ledger.fault = () => false;
    hottask.behave = answers(200, accepts);
    expect(await fn.post(keyed)).toMatchObject({ state: 'Sent' });
    expect(hottask.posts).toHaveLength(2);
  },
);

test('a claim that was tried twice comes late, after others have tried in vain: the text goes out once, when its caller asks again', async () => {
  const hottask = await startHotTaskPeer(answers(429, '{"Code":429,"Success":false}'));
  const ledger = await startLedgerPeer();
  const fn = makeFunction({ hottask, ledger, secrets: await startSecretsPeer() });
  expect(await fn.post(keyed)).toMatchObject({ state: 'NotSent' });

  let heldBack: Call | undefined;
  ledger.fault = (call, response) => {
    if (!call.isClaim || heldBack) return false;
    heldBack = call;
    response.destroy();
    return true;
  };
  expect(await fn.post(keyed)).toMatchObject({ state: 'NotSent' });
  expect(await fn.post(keyed)).toMatchObject({ state: 'NotSent' });
  await heldBack?.pass();
  expect(await ledger.item()).toMatchObject({ state: 'NotSent' });

  hottask.behave = answers(200, accepts);
  expect(await fn.post(keyed)).toMatchObject({ state: 'Sent' });
});

test('who sleeps until its time is over sends nothing, and asks the ledger nothing more: others may have concluded what became of it', async () => {
  const hottask = await startHotTaskPeer();
  const ledger = await startLedgerPeer();
  const fn = makeFunction({ hottask, ledger, secrets: await startSecretsPeer() });
  ledger.fault = async ({ pass }, response) => {
    fn.clock.aheadMs += 21_000;
    return respond(response, await pass());
  };
  expect(await fn.post(keyed)).toMatchObject({ state: 'NotSent' });
  expect(hottask.posts).toEqual([]);
  expect(ledger.calls).toMatchObject([{ isClaim: true }]);
  expect(fn.lines.map(({ what }) => what)).not.toContain('the ledger could not be written');
});
