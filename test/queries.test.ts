/** The saved queries of CloudWatch Logs Insights, tried on lines that the deployed bundle and the gateway write. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { idHere } from '../infra/queries.ts';
import { httpEvent, message } from './function.ts';
import { fieldsOf, type Row, run } from './insights.ts';
import { invoke } from './one-invocation.ts';
import { startLedgerPeer } from './peers/ledger-peer.ts';
import { awsError } from './peers/secrets-peer.ts';
import { batch, record } from './queue-records.ts';
import { all, ids, only, synthesize } from './stack-template.ts';

const template = synthesize({});
interface Saved {
  name: string;
  query: string;
  logs: unknown;
}
const saved: Record<string, Saved> = Object.fromEntries(
  all('AWS::Logs::QueryDefinition', template).map(([, { Properties }]) => {
    const { Name: name, QueryString: query, LogGroupNames: logs } = Properties as Record<string, string>;
    return [name?.split('/').at(-1), { name, query, logs }];
  }),
);
const query = (name: string) => saved[name]?.query as string;

const auth = { authorization: 'sandbox-key' };
const over = (key?: string, more: object = {}) =>
  httpEvent(JSON.stringify({ ...message, ...more }), key ? { ...auth, 'idempotency-key': key } : auth);
const idOf = (event: ReturnType<typeof over>) => event.requestContext.requestId;

/** What the gateway writes of a call. */
const accessLine = (requestId: string): Row => {
  const { Format } = only('AWS::ApiGatewayV2::Stage', template).AccessLogSettings as { Format: string };
  return { ...(JSON.parse(Format) as Row), requestId };
};

const linesOf = async (...told: Parameters<typeof invoke>): Promise<Row[]> => {
  const { lines, errors } = await invoke(...told);
  return [...lines, ...errors].map((line) => ({ ...line, '@timestamp': Date.parse(String(line.timestamp)) }));
};

const startLosing = async () => {
  const ledger = await startLedgerPeer();
  ledger.fault = ({ operation, isClaim }, response) =>
    operation === 'UpdateItem' && !isClaim && awsError('AccessDeniedException')(response, '');
  return { AWS_ENDPOINT_URL_DYNAMODB: ledger.url, LEDGER_TABLE: ledger.table };
};

describe('by its request id, or by the one that `show` says of its key', () => {
  const sent = over('sent');
  const repeated = over('sent');
  const unreached = over();
  const bad = record({ ToPhoneNumber: 'none', IdempotencyKey: 'bad' });
  const gateway = accessLine(idOf(sent));
  const queries = ['By request id', 'By idempotency key'];
  const lines = (async () => [
    gateway,
    accessLine(idOf(repeated)),
    ...(await linesOf(sent)),
    ...(await linesOf(repeated)),
    ...(await linesOf(unreached, { env: { HOTTASK_URL: 'http://127.0.0.1:9' } })),
    ...(await linesOf(batch(bad))),
  ])();

  test.each(queries)('%s: one message’s lines are found, the gateway’s too, and nobody else’s', async (name) => {
    const found = run(query(name).replaceAll(idHere, idOf(sent)), await lines);
    expect(found.map(({ message, routeKey }) => message ?? routeKey)).toEqual([
      gateway.routeKey,
      'concluded',
      'outcome',
    ]);
    const ofRecord = run(query(name).replaceAll(idHere, bad.messageId), await lines);
    expect(ofRecord).toMatchObject([{ message: 'outcome', state: 'Invalid', isParked: true }]);
    const again = run(query(name).replaceAll(idHere, idOf(repeated)), await lines);
    expect(again).toMatchObject([{}, { message: 'outcome', isReplayed: true }]);
  });

  test.each(queries)('%s: each field that it shows is one of those lines’', async (name) => {
    const names = new Set((await lines).flatMap(Object.keys));
    expect([...names]).toEqual(expect.arrayContaining(fieldsOf(query(name))));
    expect(fieldsOf(query(name)).length).toBeGreaterThan(10);
  });
});

describe('claimed and not settled', () => {
  test('what was posted and could not be written down is found, and what died before its end', async () => {
    const [lost, killed, sent, refused] = [
      over('lost'),
      over('killed'),
      over('good'),
      over('bad', { ToPhoneNumber: '+4915112345678' }),
    ];
    const lines = [
      ...(await linesOf(lost, { env: await startLosing() })),
      ...(await linesOf(killed, { killedAt: '"concluded"' })),
      ...(await linesOf(sent)),
      ...(await linesOf(refused)),
    ];
    const found = run(query('Claimed and not settled'), lines);
    expect(found).toMatchObject([
      { requestId: idOf(lost), begun: 1, lost: 1, last: expect.any(Number) },
      { requestId: idOf(killed), begun: 1, lost: 0, ended: 0 },
    ]);
    expect(found).toHaveLength(2);
    const names = new Set(lines.flatMap(Object.keys));
    expect([...names]).toEqual(expect.arrayContaining(fieldsOf(query('Claimed and not settled'))));
  });
});

describe('the saved queries', () => {
  test('stand in a folder of their stack, over its own logs', () => {
    const send = { Ref: ids.sendLog };
    const reminders = { Ref: ids.remindersLog };
    const access = { Ref: expect.stringMatching(/^MessengerAccessLog/) };
    expect(Object.values(saved).map(({ name, logs }) => [name, logs])).toEqual([
      ['HotTaskMessenger/Messenger/By request id', [send, reminders, access]],
      ['HotTaskMessenger/Messenger/By idempotency key', [send, access]],
      ['HotTaskMessenger/Messenger/Claimed and not settled', [send]],
    ]);
  });

  test('are each said in the runbook, by their name', () => {
    const runbook = readFileSync(new URL('../docs/runbook.md', import.meta.url), 'utf8');
    for (const name of Object.keys(saved)) expect(runbook).toContain(`**${name}**`);
  });
});
