/** A wrong setting stops the start with its name, the mend, and without its value. */
import { expect, test } from 'vitest';
import { readSettings } from '../lambda/io/settings.ts';

const good = {
  HOTTASK_SECRET_ID: 'a',
  MESSENGER_SECRET_ID: 'b',
  LEDGER_TABLE: 'ledger',
  REMINDERS_TABLE: 'reminders',
  PARKED_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/parked',
};

test('the least that is needed, and its defaults: HotTask’s own address, and nobody may be texted', () => {
  const { hottaskUrl, rules, serialNumber } = readSettings(good);
  expect(hottaskUrl.href).toBe('https://usapi.hottask.com/');
  expect(rules).toEqual({
    mode: 'allow-list',
    allowList: [],
    prefixes: {},
    requireKeys: false,
    maxAgeSeconds: 86_400,
    breakerAfter: 3,
  });
  expect(serialNumber).toBeUndefined();
});

test.each([
  'https://hottask.example',
  'https://hottask.example/base/',
  'http://127.0.0.1:4002',
  'http://localhost:1',
  'http://[::1]:1',
])('HOTTASK_URL %s is taken', (HOTTASK_URL) =>
  expect(readSettings({ ...good, HOTTASK_URL }).hottaskUrl.href).toContain(HOTTASK_URL),
);

test.each<[string, string | undefined]>([
  ['HOTTASK_URL', 'http://hottask.example'],
  ['HOTTASK_URL', 'http://127.0.0.1.evil.example'],
  ['HOTTASK_URL', 'https://user:S3CRET@hottask.example'],
  ['HOTTASK_URL', 'https://hottask.example?S3CRET'],
  ['HOTTASK_URL', 'hottask.example'],
  ['HOTTASK_URL', ''],
  ['HOTTASK_URL', 'https://hottask.example//elsewhere.example'],
  ['HOTTASK_SECRET_ID', undefined],
  ['HOTTASK_SECRET_ID', ''],
  ['MESSENGER_SECRET_ID', undefined],
  ['MESSENGER_SECRET_ID', 'with space'],
  ['REMINDERS_TABLE', undefined],
  ['REMINDERS_TABLE', 'S3CRET!'],
  ['HOTTASK_SERIAL_NUMBER', 'S3CRET!'],
  ['HOTTASK_SERIAL_NUMBER', 'x'.repeat(65)],
  ['SEND_RULES', '{'],
  ['SEND_RULES', '[]'],
  ['SEND_RULES.mode', '{"mode":"S3CRET"}'],
  ['SEND_RULES.allowList', '{"allowList":["2025550123"]}'],
  ['SEND_RULES.prefixes', '{"prefixes":{"1":"allow"}}'],
  ['SEND_RULES.prefixes', '{"prefixes":{"+1":"maybe"}}'],
  ['SEND_RULES.requireKeys', '{"requireKeys":"yes"}'],
  ['SEND_RULES.breakerAfter', '{"breakerAfter":2.5}'],
  ['SEND_RULES', '{"modus":"live"}'],
])('%s = %s', (name, value) => {
  const read = () => readSettings({ ...good, [name.split('.')[0] as string]: value });
  expect(read).toThrow(new RegExp(`^${name.replace('.', '\\.')} (is|must)`));
  expect(read).not.toThrow(/S3CRET|2025550123/);
});

test('all wrong ones are named at once', () => {
  expect(() => readSettings({ HOTTASK_URL: 'x', SEND_RULES: '{' })).toThrow(
    /HOTTASK_URL.*\nHOTTASK_SECRET_ID.*\nMESSENGER_SECRET_ID.*\nLEDGER_TABLE.*\nREMINDERS_TABLE.*\nPARKED_QUEUE_URL.*\nSEND_RULES/,
  );
});
