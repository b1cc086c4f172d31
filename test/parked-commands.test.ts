/** What is parked, in the hands of a person: listed, replayed and dropped by the command line, on SQS's own wire. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { GetQueueAttributesCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { pkOf } from '../lambda/ledger/identity.ts';
import { canary, watch } from './canary.ts';
import { message } from './function.ts';
import { hottask, root } from './hottask-command.ts';
import { event, invocationRecord, keyed, ours, ruleMarks, setUpParked } from './parked-set-up.ts';

describe('age', () => {
  const old = ours('Blocked', { SourceTime: String(Date.now() - 86_400_000), LedgerKey: pkOf('queue', 'k') });

  test('a message over a day old is left, with the mend', async () => {
    const { park, json, main } = await setUpParked();
    const id = await park(keyed('k'), old);
    expect(await json('replay', id, '--yes')).toMatchObject({
      Replayed: [],
      Left: [{ Id: id, Why: expect.stringMatching(/give --until/) }],
    });
    expect(await main()).toEqual([]);
  });

  test('with --until it goes, and carries that instant', async () => {
    const { park, json, main } = await setUpParked();
    const id = await park(keyed('k'), old);
    const until = new Date(Date.now() + 3_600_000).toISOString();
    expect(await json('replay', id, '--until', until, '--yes')).toMatchObject({ Replayed: [id] });
    expect(await main()).toMatchObject([
      { attributes: { SourceTime: old.SourceTime, Until: String(Date.parse(until)) } },
    ]);
  });

  test.each(['tomorrow', '2020-01-01T00:00:00Z', '2099-01-01T00:00:00Z', '2027-03-01'])(
    '--until %s is refused',
    async (until) => {
      const { run } = await setUpParked();
      expect(await run('replay', '--all', '--until', until)).toMatchObject({
        code: 2,
        err: expect.stringMatching(/^--until must be an instant/),
      });
    },
  );
});

describe('a reminder whose caller was removed', () => {
  const fired = (key: string, ScheduledAt: string) => ({
    ...{ Reminder: 1, Caller: 'web', Key: key, Revision: 1, Nonce: '0123456789abcdef', ScheduledAt },
    ...{ LateBySeconds: 300, Message: message },
  });
  const soon = new Date(Date.now() + 60_000).toISOString();
  const gone = ours('Unauthorized', { Envelope: 'reminder' });

  test('among all others it is left, with how it goes: nobody is texted in bulk by a key that was stolen', async () => {
    const { park, json, main } = await setUpParked();
    const id = await park(fired('a', soon), gone);
    const other = await park(keyed('k'), ours('Refused'));
    expect(await json('replay', '--all', '--yes')).toMatchObject({
      Replayed: [other],
      Left: [{ Id: id, Why: expect.stringMatching(/caller was removed.* name its id, or --all --state Unauthorized/) }],
    });
    expect(await main()).toMatchObject([{ attributes: { Envelope: 'plain' } }]);
    expect((await main())[0]?.attributes).not.toHaveProperty('CallerMayBeGone');
  });

  test.each([['by its id'], ['by its State']])(
    'named %s it goes, and says that its caller may be gone',
    async (how) => {
      const { park, json, main } = await setUpParked();
      const id = await park(fired('a', soon), gone);
      const choice = how === 'by its id' ? [id] : ['--all', '--state', 'Unauthorized'];
      expect(await json('replay', ...choice, '--yes')).toMatchObject({ Replayed: [id], Left: [] });
      expect(await main()).toMatchObject([{ attributes: { CallerMayBeGone: 'true', SourceTime: gone.SourceTime } }]);
    },
  );

  test('later than it may be it is left, and with --until it goes', async () => {
    const { park, json, main } = await setUpParked();
    const late = String(Date.now() - 301_000);
    const id = await park(fired('a', new Date(Number(late)).toISOString()), { ...gone, SourceTime: late });
    expect(await json('replay', id, '--yes')).toMatchObject({
      Left: [{ Why: expect.stringMatching(/later than its LateBySeconds allows.*give --until/) }],
    });
    const until = new Date(Date.now() + 3_600_000).toISOString();
    expect(await json('replay', id, '--until', until, '--yes')).toMatchObject({ Replayed: [id] });
    expect(await main()).toMatchObject([{ attributes: { CallerMayBeGone: 'true', Until: expect.any(String) } }]);
  });
});

describe('nothing is done by an oversight', () => {
  test.each([['replay'], ['drop']])('%s only tells what it would do, until --yes', async (what) => {
    const { park, run, main, parked } = await setUpParked();
    const id = await park(keyed('k'), ours('Refused'));
    const { code, out } = await run(what, '--all');
    expect(code).toBe(0);
    expect(out).toContain(id);
    expect(out).toMatch(/Nothing was done: add --yes to do it\.\n$/);
    expect(await main()).toEqual([]);
    expect(await parked()).toHaveLength(1);
  });

  test.each([
    [[], /^Name the records by their ids/],
    [['some-id', '--all'], /^Name the records by their ids/],
    [['some-id', '--state', 'Unknown'], /^--state goes with --all/],
  ])('drop %j is refused', async (args, says) => {
    const { run } = await setUpParked();
    expect(await run('drop', ...args)).toMatchObject({ code: 2, err: expect.stringMatching(says) });
  });

  test('an id that is not there stops all of it', async () => {
    const { park, run, parked } = await setUpParked();
    const id = await park(keyed('k'), ours('Refused'));
    expect(await run('drop', id, 'another', '--yes')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^One id is not there/),
    });
    expect(await parked()).toHaveLength(1);
  });
});

test('drop throws away what was named, and nothing else', async () => {
  const { park, json, parked } = await setUpParked();
  const gone = await park(keyed('k1'), ours('Refused'));
  await park(keyed('k2'), ours('Invalid'));
  expect(await json('drop', '--all', '--state', 'Refused', '--yes')).toMatchObject({
    code: 0,
    Dropped: [{ Id: gone, State: 'Refused' }],
  });
  expect(await parked()).toMatchObject([{ attributes: { State: 'Invalid' } }]);
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  'stopped by %s, even twice, it loses nothing: each record is parked or sent, and none is both',
  async (signal) => {
    const { sqs, urls, main: _, json } = await setUpParked();
    for (let done = 0; done < 200; done += 10)
      await sqs.client.send(
        new SendMessageBatchCommand({
          QueueUrl: urls.parked,
          Entries: Array.from({ length: 10 }, (_, i) => ({
            Id: String(i),
            MessageBody: JSON.stringify(keyed(`k-${done + i}`)),
          })),
        }),
      );
    const env = {
      ...process.env,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      QUEUE_URL: urls.main,
      PARKED_QUEUE_URL: urls.parked,
    };
    const child = spawn(process.execPath, [`${root}cli/hottask.ts`, 'parked', 'replay', '--all', '--yes'], {
      env,
      stdio: 'ignore',
    });
    let sends = 0;
    sqs.fault = ({ operation }) => {
      if (operation === 'SendMessageBatch' && ++sends === 3) for (const _twice of [1, 2]) child.kill(signal);
      return false;
    };
    const [code] = await once(child, 'exit');
    expect(code).toBe(1);
    const counts = async (QueueUrl: string) => {
      const ask = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
      const { Attributes = {} } = await sqs.client.send(ask);
      return {
        visible: Number(Attributes.ApproximateNumberOfMessages),
        hidden: Number(Attributes.ApproximateNumberOfMessagesNotVisible),
      };
    };
    const [sent, left] = [await counts(urls.main), await counts(urls.parked)];
    expect(sent.visible + left.visible).toBe(200);
    expect({ sent: sent.hidden, left: left.hidden }).toEqual({ sent: 0, left: 0 });
    expect(sent.visible).toBeGreaterThan(0);
    expect(left.visible).toBeGreaterThan(0);
    expect((await json('list')).Count).toBe(left.visible);
  },
);

test('what SQS does not take stays parked and is named; the others go, and the command ends with 1', async () => {
  const { sqs, park, json, main, parked } = await setUpParked();
  const [one, two] = [await park(keyed('k1'), ours('Blocked')), await park(keyed('k2'), ours('Blocked'))];
  sqs.fault = async ({ operation, body, pass }, response) => {
    if (operation !== 'SendMessageBatch') return false;
    const { Entries, ...rest } = JSON.parse(body);
    const { text } = await pass();
    void rest;
    const answer = JSON.parse(text);
    const failed = answer.Successful.filter(({ Id }: { Id: string }) =>
      Entries[Number(Id)].MessageBody.includes('"k2"'),
    );
    const Successful = answer.Successful.filter((entry: object) => !failed.includes(entry));
    const Failed = failed.map(({ Id }: { Id: string }) => ({ Id, Code: 'InternalError', SenderFault: false }));
    response
      .writeHead(200, { 'content-type': 'application/x-amz-json-1.0' })
      .end(JSON.stringify({ Successful, Failed }));
    return true;
  };
  expect(await json('replay', '--all', '--yes')).toMatchObject({
    code: 1,
    Replayed: [one],
    Failed: [{ Id: two, Why: 'InternalError' }],
  });
  sqs.fault = () => false;
  expect(await parked()).toHaveLength(1);
  expect((await main()).length).toBeGreaterThanOrEqual(1);
});

test('over a thousand records are counted with progress, and all of them are there for everybody afterwards', async () => {
  const { sqs, urls, run, json } = await setUpParked();
  const count = 1_200;
  for (let done = 0; done < count; done += 10)
    await sqs.client.send(
      new SendMessageBatchCommand({
        QueueUrl: urls.parked,
        Entries: Array.from({ length: 10 }, (_, i) => ({
          Id: String(i),
          MessageBody: JSON.stringify(keyed(`k-${done + i}`)),
        })),
      }),
    );
  const { code, out, err } = await run('list', '--progress', '--limit', '5');
  expect(code).toBe(0);
  expect(out).toMatch(/^Parked: 1200 \(1200 Undelivered\)\./);
  expect(out).toMatch(/1195 more: --limit shows more of them\.\n$/);
  expect(err).toMatch(/^1,200 read$/m);
  expect((await json('list')).Count).toBe(count);
  expect(await json('replay', '--all', '--yes')).toMatchObject({ code: 0, Failed: [] });
  expect((await json('list')).Count).toBe(0);
}, 60_000);

test('the list says who put a record there and why, and never a number or a text, whoever wrote it', async () => {
  const { park, run, json } = await setUpParked();
  await park(keyed('k'), ours('Unknown', { LedgerKey: pkOf('queue', 'k'), Reason: 'It may have been sent.' }));
  await park(canary.text, { State: canary.number, Reason: `call ${canary.number}`, Envelope: canary.number });
  await park(event, ruleMarks);
  await park(invocationRecord(keyed('k2')));
  const { out } = await run('list');
  watch(out);
  expect(out).toMatch(/^Parked: 4 \(/);
  expect(out).toContain(`show --pk ${pkOf('queue', 'k')}`);
  expect(out).toContain('It may have been sent.');
  expect(out).toContain('put here by EventBridge, which could not bring it to the queue\n  NO_PERMISSIONS');
  expect(out).toContain('call ***');
  watch(JSON.stringify(await json('list')));
});

test('each has its help; parked alone says which there are', async () => {
  const { run } = await setUpParked();
  for (const what of ['list', 'replay', 'drop'])
    expect(await run(what, '--help')).toMatchObject({
      code: 0,
      out: expect.stringMatching(new RegExp(`^Usage: npm run hottask -- parked ${what}`)),
    });
  expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('parked replay') });
  expect(await run()).toMatchObject({
    code: 2,
    err: expect.stringMatching(/first comes parked list, parked replay, or parked drop/),
  });
});

test('what is no URL of a queue is wrong usage; a queue that is not there is named as such', async () => {
  expect(await hottask(['parked', 'list', '--parked', 'parked'])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^--parked must be the URL/),
  });
  const { sqs } = await setUpParked();
  const env = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  expect(await hottask(['parked', 'list', '--parked', `${sqs.url}/000000000000/none`], env)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^There is no such queue/),
  });
});
