/** What a caller can get wrong over HTTP: each a clear 4xx that names the fault and the mend, echoes nothing, harms nothing. */
import { afterAll, describe, expect, test } from 'vitest';
import { sendRoute } from '../lambda/wiring.ts';
import { canary, watch } from './canary.ts';
import { message } from './function.ts';
import { rawHttp } from './raw-http.ts';
import { sharedSandbox } from './sandbox-process.ts';

const sandbox = await sharedSandbox();
const url = sandbox.url + sendRoute.path;
const headers = { authorization: 'sandbox-key', 'content-type': 'application/json' };

const post = async (body: string | Uint8Array<ArrayBuffer> | undefined, more: Record<string, string> = {}) => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, ...more },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return { status: response.status, text, json: JSON.parse(text) };
};

/** 400 in HotTask's envelope that says `why`. */
const expectInvalid = (
  { status, text, json }: { status: number; text: string; json: Record<string, unknown> },
  why: RegExp,
) => {
  watch(text);
  expect(json).toMatchObject({
    Success: false,
    Version: '1.0.0',
    Code: status,
    Data: { Status: 'False', SessionID: null },
  });
  expect(json).toMatchObject({ State: 'Invalid', Message: expect.stringMatching(why) });
  expect(status).toBe(400);
  expect(json.Message).toBe((json.Data as { Message: string }).Message);
};

describe('the body', () => {
  const whole = JSON.stringify(message);
  const deep = `{"Message":${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
  test.each<[string, string | undefined, RegExp]>([
    ['nothing', undefined, /^The body is empty: send a JSON object/],
    ['spaces', '   ', /^The body is empty/],
    ['null', 'null', /^The body must be a JSON object with SerialNumber, ToPhoneNumber, Message/],
    ['an array', '[]', /^The body must be a JSON object/],
    ['a number', '42', /^The body must be a JSON object/],
    ['a string', '"hello"', /^The body must be a JSON object/],
    ['broken JSON', whole.slice(0, -5), /^The body is not valid JSON \(line 1 column \d+\)/],
    ['words', canary.text, /^The body is not valid JSON/],
    ['a byte order mark', `\uFEFF${whole}`, /^The body starts with a byte order mark: send UTF-8 without one/],
    [
      'a trailing comma',
      whole.replace('}', ',}'),
      /^The body is not valid JSON \(line 1 column \d+\).*no comma after the last/,
    ],
    ['a depth of 10,000', deep, /Message must be a string in double quotes/],
    [
      '2 MB',
      JSON.stringify({ ...message, Message: 'x'.repeat(2_000_000) }),
      /^The body must have at most 65536 bytes; got 2000\d+/,
    ],
    [
      '__proto__',
      whole.replace('{', '{"__proto__":{"DryRun":true},'),
      /^The body has unknown fields \(1 more\): the fields are SerialNumber/,
    ],
    ['constructor', whole.replace('{', '{"constructor":1,'), /unknown fields \(constructor\)/],
  ])('%s', async (_case, body, why) => expectInvalid(await post(body), why));

  test('bytes that are not UTF-8', async () => {
    expectInvalid(
      await post(new Uint8Array([0x7b, 0xff, 0xfe]), { 'content-type': 'application/octet-stream' }),
      /flagged as base64, and is not UTF-8/,
    );
  });
});

describe('the fields', () => {
  const bad = (fields: object) => post(JSON.stringify({ ...message, ...fields }));
  const names = ['SerialNumber', 'ToPhoneNumber', 'Message'] as const;

  test.each(names)('%s missing, empty, or of another type', async (name) => {
    expectInvalid(await bad({ [name]: undefined }), new RegExp(`^${name} is required`));
    expectInvalid(await bad({ [name]: '' }), new RegExp(`^${name} must`));
    for (const value of [null, 7, true, [], {}])
      expectInvalid(await bad({ [name]: value }), new RegExp(`^${name} must be a string in double quotes`));
  });

  test('all fields at fault are named at once', async () => {
    const answer = await bad({
      SerialNumber: '?',
      ToPhoneNumber: '5',
      Message: ' ',
      DryRun: 'yes',
      NotAfter: 'soon',
      IdempotencyKey: 'a b',
    });
    expectInvalid(answer, /SerialNumber .*ToPhoneNumber .*Message .*IdempotencyKey .*NotAfter .*DryRun /);
  });

  test.each<[string, string, RegExp]>([
    ['spaces', '+1 202 555 0142', /got spaces, brackets, dots or dashes: leave them out/],
    ['dashes', '+1-202-555-0142', /got spaces, brackets, dots or dashes/],
    ['00 for +', '0012025550142', /got 13 digits without "\+": write "\+" and the country code first/],
    ['no country code', '2025550142', /got 10 digits without "\+"/],
    ['0 after +', '+02025550142', /no country code begins with 0/],
    ['full-width digits', '+１２０２５５５０１４２', /write the digits in ASCII/],
    ['16 digits', '+1202555014200001', /got 16 digits: it takes "\+" and 7 to 15/],
    ['6 digits', '+120255', /got 6 digits/],
    ['two with a comma', '+12025550142,+12025550143', /more than one number/],
    ['two plus signs', '+1202+5550142', /"\+" behind the first place/],
    ['a line break behind it', '+12025550142\n', /got spaces/],
    ['a carriage return', '\r+12025550142', /got spaces/],
    ['NUL', '+12025550142\0', /write the digits in ASCII/],
    ['letters', '+1202555CALL', /write the digits in ASCII/],
  ])('a number with %s', async (_case, ToPhoneNumber, why) => {
    const answer = await bad({ ToPhoneNumber });
    expectInvalid(answer, /^ToPhoneNumber must be E\.164 such as \+12025550123; got/);
    expectInvalid(answer, why);
    expect(answer.text).not.toMatch(/5550142|0142/);
  });

  test.each<[string, string, RegExp]>([
    ['only spaces', ' \n\t', /must not be blank/],
    ['only characters without width', '\u200B\u200D\u2060\uFEFF\u00AD', /must not be blank/],
    ['NUL', 'a\0b', /no control characters but tab and line breaks/],
    ['escape', 'a\u001B[31mb', /no control characters/],
    ['a C1 control', 'a\u0085b', /no control characters/],
    ['1,601 units', 'x'.repeat(1_601), /at most 1,600 UTF-16 units; got 1601: shorten it/],
    ['801 emoji', '😀'.repeat(801), /got 1602/],
  ])('a text with %s', async (_case, Message, why) => expectInvalid(await bad({ Message }), why));

  test('half of a surrogate pair', async () => {
    expectInvalid(
      await post(JSON.stringify({ ...message, Message: '?' }).replace('?', '\\ud83d')),
      /well-formed Unicode/,
    );
  });

  test.each<[string, RegExp]>([
    ['2027-03-01T09:00:00', /NotAfter must be an instant with seconds and offset such as 2027-03-01T09:00:00\+01:00/],
    ['2027-02-30T09:00:00Z', /NotAfter must be an instant/],
    ['2027-02-29T09:00:00Z', /NotAfter must be an instant/],
    ['2027-03-01', /NotAfter must be an instant/],
    ['tomorrow', /NotAfter must be an instant/],
    ['', /NotAfter must be an instant/],
  ])('NotAfter "%s"', async (NotAfter, why) => expectInvalid(await bad({ NotAfter }), why));

  test('unknown fields are named if their name is harmless, and else only counted', async () => {
    expectInvalid(
      await bad({ NotAftr: '2027-03-01T09:00:00Z' }),
      /unknown fields \(NotAftr\): the fields are .*NotAfter/,
    );
    expectInvalid(await bad({ Authorization: canary.secretKey }), /unknown fields \(Authorization\)/);
    expectInvalid(
      await bad({ [canary.number]: 1, [canary.text]: 1, x12025: 1, Body: 1 }),
      /unknown fields \(Body, 3 more\)/,
    );
  });
});

describe('the headers', () => {
  const whole = JSON.stringify(message);
  test.each<[string, string]>([
    ['empty', ''],
    ['of 256 characters', 'k'.repeat(256)],
    ['with a comma', 'a,b'],
    ['with a space', 'a b'],
    ['with quotes inside', 'a"b'],
    ['non-ASCII', 'caf\u00e9'],
    ['of quotes alone', '""'],
  ])('an Idempotency-Key %s', async (_case, key) => {
    expectInvalid(
      await post(whole, { 'idempotency-key': key }),
      /^The header Idempotency-Key must be 1 to 255 visible ASCII characters/,
    );
  });
  test.each(['x-idempotency-key', 'idempotencykey', 'idempotency_key'])(
    'a key in the header %s, where nobody reads it',
    async (name) => {
      expectInvalid(
        await post(whole, { [name]: 'appt-42' }),
        /stands in the wrong place: send it as the header Idempotency-Key/,
      );
    },
  );
  test('an Idempotency-Key field of the same kinds', async () => {
    for (const IdempotencyKey of ['', 'k'.repeat(256), 'a,b', 'a b', 'a"b', "it's", 'caf\u00e9'])
      expectInvalid(await post(JSON.stringify({ ...message, IdempotencyKey })), /^IdempotencyKey must be 1 to 255/);
  });
  test('an Idempotency-Key sent twice', async () => {
    const answer = await rawHttp(sandbox.url, [
      `POST ${sendRoute.path} HTTP/1.1`,
      'Host: 127.0.0.1',
      'Authorization: sandbox-key',
      'Content-Type: application/json',
      'Idempotency-Key: one',
      'Idempotency-Key: one',
      `Content-Length: ${Buffer.byteLength(whole)}`,
      'Connection: close',
      '',
      whole,
    ]);
    expectInvalid({ ...answer, json: JSON.parse(answer.text) }, /Idempotency-Key .* and is sent once/);
  });
  test('a header that differs from the field', async () => {
    expectInvalid(
      await post(JSON.stringify({ ...message, IdempotencyKey: 'one' }), { 'idempotency-key': 'two' }),
      /IdempotencyKey differs from the header/,
    );
  });
  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json; charset=latin1',
    'application/jsonp',
    'multipart/form-data',
  ])('Content-Type %s', async (type) =>
    expectInvalid(await post(whole, { 'content-type': type }), /Content-Type must be application\/json/),
  );
  test('no Content-Type', async () => {
    const answer = await rawHttp(sandbox.url, [
      `POST ${sendRoute.path} HTTP/1.1`,
      'Host: 127.0.0.1',
      'Authorization: sandbox-key',
      `Content-Length: ${Buffer.byteLength(whole)}`,
      'Connection: close',
      '',
      whole,
    ]);
    expectInvalid({ ...answer, json: JSON.parse(answer.text) }, /Content-Type must be application\/json/);
  });
});

describe('the gateway’s own answers', () => {
  test.each([
    ['GET', sendRoute.path],
    ['PUT', sendRoute.path],
    ['OPTIONS', sendRoute.path],
    ['POST', `${sendRoute.path}/`],
    ['POST', sendRoute.path.toLowerCase()],
    ['POST', '/'],
  ])('%s %s: 404, in the gateway’s form', async (method, path) => {
    const response = await fetch(sandbox.url + path, { method, headers });
    expect([response.status, await response.json()]).toEqual([404, { message: 'Not Found' }]);
  });
});

afterAll(async () => {
  const accepted = async () => (await (await fetch(`${sandbox.url}/api/messages`)).json()) as { Messages: object[] };
  expect((await accepted()).Messages, 'HotTask was called for a bad message').toEqual([]);
  expect((await post(JSON.stringify(message))).status, 'the next good message').toBe(200);
  expect((await accepted()).Messages).toMatchObject([message]);
});
