/**
 * This project as it is, deployed to an emulator of AWS and operated there by its own commands, each a process of its own;
 * used through AWS's own clients. Where the emulator differs from AWS, a line "not shown here: …" says so.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canary, holdsCanary } from '../canary.ts';
import { accountOf } from './emulated/account.ts';
import { startDeployment } from './emulated/deployment.ts';
import { type Line, logged, printed } from './emulated/function-log.ts';
import { withoutRights } from './emulated/rights.ts';
import { waysInto } from './emulated/ways-in.ts';

const deployment = await startDeployment();
const { aws, hottask, outputs, operate } = deployment;
const account = accountOf(deployment);
let callerKey = '';
const send = waysInto(deployment, () => callerKey);

const notShown = (what: string) => console.log(`not shown here: ${what}`);
afterAll(async () => {
  for (const line of aws.lines) if (line.startsWith('not shown here')) console.log(line);
  await deployment.end();
});

const serialNumber = '3254a9d0424c4806b9ea3d0763xxxxxx';
const message = (IdempotencyKey: string) => ({
  SerialNumber: serialNumber,
  ToPhoneNumber: canary.number,
  Message: `${canary.text}: ${IdempotencyKey}`,
  IdempotencyKey,
});
/** How many texts of this key HotTask has accepted. */
const texts = (key: string) => hottask.inbox().filter((text) => text.Message.endsWith(`: ${key}`)).length;
const replays = () => printed(deployment).filter(({ isReplayed }) => isReplayed).length;

interface Destroyed {
  Stays: { Kind: string; Id: string; Remove: string }[];
}
interface Doctor {
  Checks: { Name: string; Is: string; Says: string }[];
}

test('is deployed as it is, and says where to send', () => {
  expect(outputs.SendUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/.*\/chat\/Chatbot\/SendTwilioMessage$/);
  expect(Object.values(outputs).every((value) => value !== '')).toBe(true);
  notShown('the host of SendUrl: AWS has one for each API, its stand-in serves all of them under its own');
  notShown('TLS to AWS: its stand-in is asked over plain HTTP. HotTask is asked over TLS');
});

test('texts nobody before there is a key, and says what is missing', async () => {
  const { isError, body } = await send.invoke(message('too-early'));
  expect(isError).toBe(true);
  expect(body).toMatch(/key/i);
  await expect(operate(['doctor'])).rejects.toThrow(/secret is empty.*npm run hottask -- secret/);
  expect(texts('too-early')).toBe(0);
  notShown('the name of the error that a direct call hears (NotSent): ministack calls each Runtime.HandlerError');
});

describe('with a key and a caller', () => {
  beforeAll(async () => {
    await operate(['secret'], canary.secretKey);
    callerKey = (await operate<{ Key: string }>(['caller', 'add', 'web'])).Key;
  });

  test('doctor proves that a text would go out, and nobody is texted by it', async () => {
    const asked = hottask.posts();
    const { Checks } = await operate<Doctor>(['doctor', '--serial-number', serialNumber]);
    expect(Checks.filter(({ Is }) => Is !== 'ok')).toEqual([
      { Name: 'ledger', Is: 'warning', Says: expect.stringContaining('its time to live is off') },
      { Name: 'reminders', Is: 'warning', Says: expect.stringContaining('its time to live is off') },
    ]);
    notShown('that ledger and reminders forget: ministack leaves their time to live off, and doctor says so');
    expect(hottask.posts()).toBe(asked);
  });

  test('send texts somebody once, however often it is repeated with its key', async () => {
    const { ToPhoneNumber, Message } = message('by-command');
    const command = ['send', ToPhoneNumber, Message, '--serial-number', serialNumber, '--key', 'by-command'];
    const [first, again] = [await operate(command), await operate(command)];
    expect(first).toMatchObject({ State: 'Sent', Reply: { Code: 200 } });
    expect(again).toEqual(first);
    expect(texts('by-command')).toBe(1);
  });

  describe('while rights are checked', () => {
    beforeAll(() => aws.checkRights(true));
    afterAll(() => aws.checkRights(false));

    test.each(['http', 'event', 'invoke', 'invokeLater'] as const)('the role lets a text by %s go out', async (way) => {
      await send[way](message(`by-right-${way}`));
      await expect.poll(() => texts(`by-right-${way}`)).toBe(1);
    });

    test('the queue takes no message without TLS', async () => {
      await expect(send.queue(message('in-the-clear'))).rejects.toThrow(/denied/);
      expect(texts('in-the-clear')).toBe(0);
      notShown('that the queues take over TLS what their policies allow: from a topic, and what the function parks');
      notShown(
        'that the role may take from the queue and write its log: ministack does both in the account’s own name',
      );
    });

    test('without its rights it texts nobody', async () => {
      await withoutRights(deployment, async () => {
        await aws.checkRights(true);
        const { status, body } = await send.http(message('no-rights'));
        expect([status, body]).toEqual([503, expect.stringContaining('NotSent')]);
      });
      expect(texts('no-rights')).toBe(0);
      notShown(
        "whether the rights of cdk bootstrap's own roles suffice: ministack refuses them, so they are not checked",
      );
    });
  });

  test('a text by http reaches its recipient once; the same call again hears the same answer', async () => {
    const [first, again] = [await send.http(message('http')), await send.http(message('http'))];
    expect(first).toMatchObject({ status: 200, isReplayed: false });
    expect(again).toEqual({ ...first, isReplayed: true });
    expect(texts('http')).toBe(1);
  });

  test.each(['event', 'queue', 'topic', 'invoke', 'invokeLater'] as const)(
    'a text by %s reaches its recipient once, also when it is sent again with its key',
    async (way) => {
      const before = replays();
      await send[way](message(way));
      await expect.poll(() => texts(way)).toBe(1);
      await send[way](message(way));
      await expect.poll(replays).toBe(before + 1);
      expect(texts(way)).toBe(1);
    },
  );

  test('a reminder is one schedule of its instant and its text; moved it is another one, and cancelled none', async () => {
    const { schedules } = account;
    const { IdempotencyKey: _, ...text } = message('reminder');
    const body = { At: '2031-03-01T09:00', TimeZone: 'Europe/Berlin', Message: text };
    expect(await send.reminder('PUT', 'appt-42', body)).toMatchObject({
      status: 201,
      told: { Key: 'appt-42', State: 'Scheduled', DueAt: '2031-03-01T08:00:00.000Z' },
    });
    const [first = ''] = await schedules();
    const { Target, ...set } = await account.schedule(first);
    expect(set).toMatchObject({
      GroupName: outputs.ScheduleGroup,
      ScheduleExpression: 'at(2031-03-01T08:00:00)',
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
    });
    expect(JSON.parse(Target.Input)).toMatchObject({
      Reminder: 1,
      Caller: 'web',
      Key: 'appt-42',
      Revision: 1,
      DueAt: '2031-03-01T08:00:00Z',
      ScheduledAt: '<aws.scheduler.scheduled-time>',
      Message: text,
    });
    expect(Target.Arn).toBe(await account.arnOf(outputs.QueueUrl));
    expect(Target.DeadLetterConfig).toEqual({ Arn: await account.arnOf(outputs.ParkedQueueUrl) });
    expect(Target.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 300, MaximumRetryAttempts: 185 });

    expect(await send.reminder('PUT', 'appt-42', { ...body, At: '2031-03-01T10:00' })).toMatchObject({ status: 200 });
    const [second, ...more] = await schedules();
    expect([second === first, more]).toEqual([false, []]);
    expect(await send.reminder('DELETE', 'appt-42')).toMatchObject({ status: 200, told: { State: 'Cancelled' } });
    expect(await schedules()).toEqual([]);
    expect(await send.reminder('GET', 'appt-42')).toMatchObject({ status: 200, told: { State: 'Cancelled' } });
    notShown('that a schedule deletes itself: Debian’s AWS CLI does not know its ActionAfterCompletion yet');
    notShown('that Scheduler tries again, and puts in parked what it cannot put on the queue: ministack does neither');
  });

  test('a reminder goes out at its time, once', { timeout: 240_000 }, async () => {
    const { IdempotencyKey: _, ...text } = message('due');
    // The next whole minute that is far enough ahead.
    const At = new Date(Math.ceil(Date.now() / 60_000 + 1) * 60_000).toISOString().slice(0, 16);
    const { status, told } = await send.reminder('PUT', 'soon', { At, TimeZone: 'UTC', Message: text });
    expect([status, texts('due')]).toEqual([201, 0]);
    const stateNow = async () => (await send.reminder('GET', 'soon')).told.State;
    await expect.poll(stateNow, { timeout: 200_000, interval: 2_000 }).toBe('Sent');
    expect(texts('due')).toBe(1);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(String(told.DueAt)));
    notShown('that a declared reminder goes out: ministack leaves <aws.scheduler.scheduled-time> as it is');
  });

  test('a thousand messages, HotTask’s key regenerated in their midst: none is refused, each arrives once', async () => {
    const newKey = `${canary.secretKey}-regenerated`;
    const keys = Array.from({ length: 1_000 }, (_, at) => `rotation-${at}`);
    const posts = hottask.posts();
    const statuses: number[] = [];
    const waiting = keys.values();
    const lane = async () => {
      for (const key of waiting) {
        if (key === 'rotation-500')
          await hottask.regenerateKey(newKey, async () => void (await operate(['secret'], newKey)));
        statuses.push((await send.http(message(key))).status);
      }
    };
    await Promise.all(Array.from({ length: 8 }, lane));

    expect(statuses.filter((status) => status !== 200)).toEqual([]);
    expect(keys.filter((key) => texts(key) !== 1)).toEqual([]);
    const refused = hottask.posts() - posts - keys.length;
    console.log(`HotTask refused ${refused} POSTs that still had the old key; each went out again with the new one.`);
    expect(refused).toBeGreaterThan(0);
  }, 180_000);

  test('the log has each message once, and nobody’s number, text or key', async () => {
    let lines: Line[] = [];
    const isSent = ({ message, state, isReplayed }: Line) => message === 'outcome' && state === 'Sent' && !isReplayed;
    const readSent = async () => {
      // What an environment logs after its answer, ministack hands over with the next call of that environment.
      await Promise.all(Array.from({ length: 16 }, () => send.http(message('http'))));
      lines = await logged(deployment);
      return lines.filter(isSent).length;
    };
    await expect.poll(readSent, { timeout: 60_000 }).toBe(hottask.inbox().length);
    const sent = lines.filter(isSent);
    expect(new Set(sent.map(({ requestId }) => requestId)).size).toBe(sent.length);
    expect(holdsCanary(JSON.stringify(lines))).toBe(false);
    expect(JSON.stringify(lines)).not.toContain(callerKey);
    notShown('that a line is in the log at once: ministack may keep those after an answer until the next call');
    notShown("the gateway's access log: ministack writes none");
  }, 120_000);

  test('paused, nothing reaches HotTask; resumed, all that was taken arrives once', async () => {
    const queued = ['event', 'queue', 'topic'] as const;
    const arrived = () => [...queued, 'invokeLater'].map((way) => texts(`paused-${way}`));
    expect(await operate(['pause'])).toMatchObject({ IsPaused: true, IsNew: true });
    const posts = hottask.posts();
    expect((await send.http(message('paused-http'))).status).toBe(429);
    notShown('what callers over HTTP hear while it is paused: AWS answers 503, ministack 429');
    await expect(send.invoke(message('paused-invoke'))).rejects.toThrow('Rate Exceeded');
    for (const way of [...queued, 'invokeLater'] as const) await send[way](message(`paused-${way}`));
    await expect.poll(() => account.waitingIn(outputs.QueueUrl)).toBe(queued.length);
    await expect.poll(() => account.waitingIn(outputs.ParkedQueueUrl), { timeout: 30_000 }).toBe(1);
    notShown('that an asynchronous call is parked at once while it is paused: ministack tries it three times before');
    expect(hottask.posts()).toBe(posts);

    expect(await operate(['resume'])).toMatchObject({ IsPaused: false, IsNew: true, Parked: 1 });
    await expect.poll(arrived).toEqual([1, 1, 1, 0]);
    expect(await operate(['parked', 'replay', '--all', '--yes'])).toMatchObject({ Replayed: [expect.any(String)] });
    await expect.poll(arrived).toEqual([1, 1, 1, 1]);
    expect(hottask.posts()).toBe(posts + 4);
    expect(await account.waitingIn(outputs.ParkedQueueUrl)).toBe(0);
  }, 120_000);

  test('destroyed, it leaves what holds state, and nothing else; the lines that are told for that delete it', async () => {
    const { tables, secrets, queues, logGroups, scheduleGroups, schedules, ...rest } = await account.holdings();
    const stays = { tables, secrets, queues, logGroups, scheduleGroups };
    expect(Object.values(stays).map(({ length }) => length)).toEqual([2, 2, 2, 3, 1]);
    expect(schedules).toEqual([]);
    expect(Object.values(rest).every(({ length }) => length > 0)).toBe(true);
    const items = await account.itemsInLedger();
    const { Stays } = await operate<Destroyed>(['destroy', '--yes']);
    const gone = Object.fromEntries(Object.keys(rest).map((kind) => [kind, []]));
    expect(await account.holdings()).toEqual({ ...stays, schedules, ...gone });
    expect(await account.itemsInLedger()).toBe(items);
    expect(Stays.map(({ Id }) => Id).sort()).toEqual(Object.values(stays).flat().sort());

    for (const { Kind, Remove } of Stays) if (Kind !== 'table') await account.paste(Remove);
    expect(Object.values(await account.holdings()).flat()).toEqual(tables);
    notShown('the line that deletes a table: Debian’s AWS CLI does not know its --no-deletion-protection-enabled yet');
  }, 180_000);
});
