/** docs/cost.md, recounted: how often AWS is asked for one text, what stands there idle, and whether the sums are sums. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { otherMetrics, stateMetrics } from '../lambda/metrics.ts';
import { inquiryRoute, mainQueue, sendFunction } from '../lambda/wiring.ts';
import { httpEvent, makeFunction, message } from './function.ts';
import { startMeter } from './meter.ts';
import { accepts, answers, startHotTaskPeer } from './peers/hottask-peer.ts';
import { batch, record } from './queue-records.ts';
import { keyed } from './queue-set-up.ts';
import { inMarch, setUpRemindersFunction } from './reminders-function.ts';
import { all, synthesize } from './stack-template.ts';

const paper = readFileSync(new URL('../docs/cost.md', import.meta.url), 'utf8');

/** The rows of the table with this heading, by their first cell: numbers, without dollars and stars. */
const table = (heading: string): Map<string, number[]> => {
  const [, body = ''] = new RegExp(`^\\| ${heading} .*\\n\\|[-|]+\\n((?:\\|.*\\n)+)`, 'm').exec(paper) ?? [];
  const rows = body.split('\n').filter(Boolean);
  return new Map(
    rows.map((row) => {
      const [name = '', ...cells] = row.split('|').slice(1, -1);
      return [plain(name), cells.map((cell) => Number(plain(cell).replaceAll(/[$,]/g, '') || Number.NaN))];
    }),
  );
};
const plain = (cell: string) =>
  cell
    .replaceAll(/\*\*|✓/g, '')
    .replace(/\(.*\)/, '')
    .trim();

const meter = await startMeter(afterAll);
type Cost = Awaited<ReturnType<typeof meter.cost>>;

const byHttp = (body: object, key: string) => httpEvent(JSON.stringify(body), { 'idempotency-key': key });
const onQueue = (...keys: string[]) => batch(...keys.map((key) => record(keyed(key))));

describe('a text', () => {
  const told = table('for one text');
  const ways: [string, unknown, texts: number][] = [
    ['HTTP', byHttp(message, 'by-http.confirmed'), 1],
    ['queue, one by one', onQueue('by-queue.confirmed'), 1],
    [
      'queue, ten at once',
      onQueue(...Array.from({ length: mainQueue.batch }, (_, at) => `${at}.confirmed`)),
      mainQueue.batch,
    ],
    ['direct', keyed('direct.confirmed'), 1],
  ];
  const costs: Cost[] = [];
  beforeAll(async () => {
    await meter.cost(byHttp(message, 'first')); // reads the secrets, which the others do not
    for (const [, event] of ways) costs.push(await meter.cost(event));
  });

  test.each(ways.map(([way, , texts], at) => [way, texts, at] as const))(
    'by %s asks as often as it says',
    async (way, texts, at) => {
      const { writes, reads, sends, secrets, logBytes, bytesToHotTask } = costs[at] as Cost;
      const says = (row: string) => told.get(row)?.[at + 1] as number;
      expect([1 / texts, writes / texts, reads / texts]).toEqual(
        ['Lambda calls', 'DynamoDB writes', 'DynamoDB reads'].map(says),
      );
      // Put there by its sender, received and deleted by Lambda.
      expect(says('SQS requests')).toBeCloseTo(way.startsWith('queue') ? 1 + 2 / texts : 0);
      expect([sends, secrets]).toEqual([0, 0]);
      expect(logBytes / texts / 1_000).toBeCloseTo(says('our log lines, KB'), 1);
      const answer = way === 'HTTP' ? 0.5 : 0;
      expect(bytesToHotTask / texts / 1_000 + answer).toBeCloseTo(says('data out, KB'), 1);
      expect(says('Lambda GB-seconds, where HotTask takes 1 s')).toBeCloseTo(sendFunction.memoryMb / 1_024 / texts);
    },
  );

  test('is known in the ledger by an item of one write unit, as long as it says', async () => {
    const itemKb = (await meter.itemBytes()) / 1_000;
    expect(itemKb).toBeLessThan(1);
    expect(told.get('kept in the ledger for 45 days, KB')?.slice(1)).toEqual(
      ways.map(() => expect.closeTo(itemKb + 0.1, 1)),
    );
  });

  test('is told in four metrics, of as many names as it says', () => {
    const [{ metrics }] = costs as [Cost];
    expect(metrics.sort()).toEqual(['AttemptAge', 'AttemptAge by http-api', 'Sent', 'Sent by http-api']);
    expect(paper).toContain(`There are ${stateMetrics.length + otherMetrics.length} names`);
  });

  test('costs the sum of its rows', () => {
    const rows = [...told].filter(([row]) => !row.startsWith('$'));
    const sums = ways.map((_, at) =>
      rows.reduce((sum, [, [price = 0, ...units]]) => sum + price * (units[at] ?? 0), 0),
    );
    expect(told.get('$ for a million texts')?.slice(1)).toEqual(sums.map((sum) => Number(sum.toFixed(2))));
    const [byHttp = 0, , byTen = 0] = told.get('$ for a million texts')?.slice(1) ?? [];
    const months = [...table('texts a minute')];
    expect(months).toHaveLength(3);
    for (const [perMinute, [millions = 0, ...dollars]] of months) {
      expect(millions).toBeCloseTo((Number(perMinute.replace(',', '')) * 43_200) / 1e6);
      expect(dollars).toEqual([byHttp, byTen].map((sum) => Math.round(millions * sum)));
    }
  });
});

test('what ends otherwise asks as often as it says', async () => {
  const inquiry = { ...httpEvent(''), routeKey: `${inquiryRoute.method} ${inquiryRoute.path}` };
  const no = answers(422, '{"Success":false,"Code":422,"Message":"No."}');
  const busy = answers(429, '{}');
  const down = answers(500, '{}');
  const yes = answers(200, accepts);
  const happenings: [string, unknown, typeof yes][] = [
    ['a text is sent', byHttp(message, 'sent'), yes],
    ['its key comes again', byHttp(message, 'sent'), yes],
    ['HotTask refuses it, on the queue', onQueue('refused'), no],
    ['the record is no message', batch(record({ ...keyed('none'), ToPhoneNumber: 'nobody' })), yes],
    ['HotTask takes no more for now', onQueue('busy'), busy],
    ['the same record comes back', onQueue('busy'), busy],
    ['a caller asks what became of it', { ...inquiry, queryStringParameters: { IdempotencyKey: 'sent' } }, yes],
    ['it is Unknown, on the queue', onQueue('unknown'), down],
    // Two more, and the breaker is open.
    ['it is Unknown, on the queue', onQueue('unknown-2'), down],
    ['it is Unknown, on the queue', onQueue('unknown-3'), down],
    ['HotTask is taken for down', onQueue('waits'), down],
  ];
  const found: [string, number[]][] = [];
  for (const [what, event, answer] of happenings) {
    meter.hottask.answer = answer;
    const { writes, reads, sends } = await meter.cost(event);
    found.push([what, [writes, reads, sends]]);
  }
  expect(new Map(found)).toEqual(table('what happens'));
});

test('a reminder asks as often as it says, and what changes no due time writes nothing to the index', async () => {
  const fn = await setUpRemindersFunction();
  const hottask = await startHotTaskPeer(answers(200, accepts));
  const ledger = { url: fn.table.url, table: fn.tables.ledger };
  const send = makeFunction({ hottask, secrets: fn.secrets, ledger, reminders: fn.tables.reminders });
  const fire = async () => {
    fn.goTo('2027-05-01T07:00:10Z');
    send.clock.aheadMs = fn.now() - Date.now();
    const input = String(fn.scheduler.schedules()[0]?.answer.Target.Input);
    const body = input.replace('<aws.scheduler.scheduled-time>', '2027-05-01T07:00:00Z');
    expect(await send.invoke(batch(record(body, {}, fn.now())))).toEqual({ batchItemFailures: [] });
  };
  /** What the index holds of it: DynamoDB writes once for an entry that comes, and twice for one that is replaced. */
  const entry = async () => (await fn.table.items())[0]?.dueAt;
  const happenings: [string, () => Promise<unknown>][] = [
    ['it is set', () => fn.put('appt-42')],
    ['it is set again for the same time', () => fn.put('appt-42')],
    ['it is cancelled', () => fn.remove('appt-42')],
    ['it is moved', () => fn.put('appt-42', { ...inMarch, At: '2027-05-01T09:00' })],
    ['a caller asks for it', () => fn.get('appt-42')],
    ['a firing takes it', fire],
  ];
  const found = new Map<string, number[]>();
  for (const [what, happen] of happenings) {
    const before = await entry();
    fn.table.calls.length = 0;
    await happen();
    const ofReminders = fn.table.calls.filter(({ table }) => table === fn.tables.reminders);
    const count = (operation: string) => ofReminders.filter((call) => call.operation === operation).length;
    const after = await entry();
    const indexWrites = after === before ? 0 : before === undefined ? 1 : 2;
    found.set(what, [count('UpdateItem'), indexWrites, count('GetItem')]);
  }
  expect(found).toEqual(table('what happens to a reminder'));
});

test('what stands there idle is counted, and its sum is one', () => {
  const told = table('what is there');
  const template = synthesize({});
  const watched = all('AWS::CloudWatch::Alarm', template).map(([, { Properties }]) => {
    const { Metrics } = Properties as { Metrics?: { MetricStat?: object }[] };
    return Metrics?.filter(({ MetricStat }) => MetricStat).length ?? 1;
  });
  expect(told.get('secrets')?.[0]).toBe(all('AWS::SecretsManager::Secret', template).length);
  expect(told.get('metrics under alarms')?.[0]).toBe(watched.reduce((sum, count) => sum + count, 0));
  expect(told.get('dashboard')?.[0]).toBe(all('AWS::CloudWatch::Dashboard', template).length);
  const rows = [...told].filter(([row]) => row !== 'sum').map(([, cells]) => cells);
  for (const [count = 0, each = 0, dollars] of rows) expect(dollars).toBeCloseTo(count * each);
  expect(told.get('sum')?.at(-1)).toBeCloseTo(rows.reduce((sum, [, , dollars = 0]) => sum + dollars, 0));
});
