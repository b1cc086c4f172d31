/** Every row of the table fact → outcome, met over real TLS. The titles say what it means for the person at the phone. */
import { describe, expect, test } from 'vitest';
import { table } from '../lambda/outcome.ts';
import { canary } from './canary.ts';
import { makeFunction, message } from './function.ts';
import {
  accepts,
  answers,
  type Behaviour,
  certificates,
  closedPort,
  reset,
  startHotTaskPeer,
  startTcpPeer,
} from './peers/hottask-peer.ts';
import { startSecretsPeer } from './peers/secrets-peer.ts';

const met = new Set<string>();
const quick = { connectWithinMs: 300, answerWithinMs: 300 };

const run = async (hottask: { url: string }, secrets?: Awaited<ReturnType<typeof startSecretsPeer>>) => {
  const fn = makeFunction({ hottask, secrets: secrets ?? (await startSecretsPeer()), timings: quick });
  const answer = await fn.post();
  for (const fact of fn.facts()) met.add(fact);
  return { fn, answer };
};

/** A caller who does as the answers say: it repeats what was not sent. HotTask may have accepted each POST it saw. */
const expectPerhaps = async (behave: Behaviour, row: string) => {
  const peer = await startHotTaskPeer(behave);
  const { fn, answer } = await run(peer);
  if (answer.state === 'NotSent') await fn.post();
  expect(peer.posts, 'texts that the recipient may have got').toHaveLength(1);
  expect(answer).toMatchObject({ status: 504, state: 'Unknown' });
  expect(fn.facts()).toEqual([row]);
};

const fails = (Code: number, more: object = {}) =>
  JSON.stringify({ Data: null, Version: '1.0.0', Success: false, Code, Message: 'No.', ...more });

describe('before a byte of the message has left, the caller hears "not sent" and may try again', () => {
  test.each<[string, string, () => Promise<{ url: string }>]>([
    ['nobody listens', 'ECONNREFUSED', async () => ({ url: await closedPort() })],
    ['the name does not resolve', 'ENOTFOUND', async () => ({ url: `https://${'a'.repeat(64)}.invalid` })],
    [
      'the connection is reset in TLS',
      'ECONNRESET',
      () => startTcpPeer((s) => s.once('data', () => s.resetAndDestroy())),
    ],
    ['the connection is closed in TLS', 'ECONNRESET', () => startTcpPeer((s) => s.once('data', () => s.end()))],
    ['TLS never answers', 'TIMEOUT', () => startTcpPeer(() => {})],
    [
      'it does not speak TLS',
      'ERR_SSL_WRONG_VERSION_NUMBER',
      () => startTcpPeer((s) => s.once('data', () => s.end('HTTP/1.1 200 OK\r\n\r\n'))),
    ],
    [
      'the certificate is from nobody we know',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      () => startHotTaskPeer(undefined, certificates.untrusted),
    ],
    [
      'the certificate is for another name',
      'ERR_TLS_CERT_ALTNAME_INVALID',
      () => startHotTaskPeer(undefined, certificates.wrongName),
    ],
  ])('%s (%s): not sent, after one quick try more', async (_case, code, start) => {
    const peer = await start();
    const { fn, answer } = await run(peer);
    expect(answer).toMatchObject({ status: 503, state: 'NotSent', headers: { 'retry-after': '30' } });
    const attempts = fn.lines.filter(({ what }) => what === 'concluded');
    expect(attempts).toMatchObject([
      { attempts: 1, fact: 'no connection', code },
      { attempts: 2, code },
    ]);
    if ('posts' in peer) expect(peer.posts).toEqual([]);
  });

  test('a connection that fails once and then holds: the recipient gets one text', async () => {
    const peer = await startHotTaskPeer();
    let connections = 0;
    const { port } = new URL(peer.url);
    const { connect } = await import('node:net');
    const flaky = await startTcpPeer((socket) => {
      connections += 1;
      if (connections === 1) return socket.resetAndDestroy();
      const onward = connect(Number(port), '127.0.0.1');
      socket.pipe(onward).pipe(socket);
      onward.on('error', () => {});
    });
    const { answer } = await run(flaky);
    expect(answer.state).toBe('Sent');
    expect(peer.posts).toHaveLength(1);
    expect(connections).toBe(2);
  });

  test('NotAfter passes while we connect: nobody is texted late, and the caller hears "expired"', async () => {
    // Node's timer may fire a moment before the clock shows it: so the clock is a second ahead from the connection on.
    const silent = await startTcpPeer(() => {
      fn.clock.aheadMs += 1_000;
    });
    const fn = makeFunction({ hottask: silent, secrets: await startSecretsPeer() });
    const NotAfter = new Date(Date.now() + 400).toISOString();
    expect(await fn.post({ ...message, NotAfter })).toMatchObject({ status: 410, state: 'Expired' });
    expect(fn.facts()).toEqual(['no connection']);
  });

  test.each([
    ['', {}],
    [', though NotAfter is far ahead', { NotAfter: '2100-01-01T00:00:00Z' }],
  ])('the time is over when TLS comes up at last%s: nobody is texted late', async (_case, timed) => {
    const peer = await startHotTaskPeer();
    const { connect } = await import('node:net');
    const late = await startTcpPeer((socket) => {
      fn.clock.aheadMs += 3_600_000;
      socket.pipe(connect(Number(new URL(peer.url).port), '127.0.0.1')).pipe(socket);
    });
    const fn = makeFunction({ hottask: late, secrets: await startSecretsPeer() });
    expect(await fn.post({ ...message, ...timed })).toMatchObject({ status: 503, state: 'NotSent' });
    expect(fn.facts()).toEqual(['no time left to hear an answer']);
    expect(peer.posts).toEqual([]);
  });

  test('too little time is left to hear the answer: nobody is texted', async () => {
    const peer = await startHotTaskPeer();
    const fn = makeFunction({ hottask: peer, secrets: await startSecretsPeer(), remainingMs: 11_000 });
    const answer = await fn.post();
    for (const fact of fn.facts()) met.add(fact);
    expect(answer).toMatchObject({ status: 503, state: 'NotSent' });
    expect(peer.posts).toEqual([]);
  });
});

describe('on its way and no answer: "perhaps sent", for by a "not sent" somebody would get the same text twice', () => {
  test.each<[string, Behaviour]>([
    ['reset after reading', reset],
    ['closed after reading', (response) => response.socket?.end()],
    ['no answer in time', () => {}],
    ['something that is not HTTP', (response) => response.socket?.end('no http\r\n\r\n')],
    [
      'a switch to another protocol',
      (response) =>
        response.socket?.end('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
    ],
  ])('%s', async (_case, behave) => {
    await expectPerhaps(behave, 'connection lost in flight');
  });

  test('no answer, and NotAfter passes meanwhile: not "expired", which says that nothing was sent', async () => {
    const fn = makeFunction({
      hottask: await startHotTaskPeer(() => {}),
      secrets: await startSecretsPeer(),
      timings: quick,
    });
    const NotAfter = new Date(Date.now() + 250).toISOString();
    expect(await fn.post({ ...message, NotAfter })).toMatchObject({ status: 504, state: 'Unknown' });
  });
});

describe('an answer that proves nothing is "perhaps sent": by a "not sent" somebody would get the same text twice', () => {
  const cut: Behaviour = (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(accepts.length + 1) });
    response.write(accepts, () => response.destroy());
  };
  const stalls: Behaviour = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(accepts.slice(0, 20));
  };
  const status = (code: number): [string, string, Behaviour] => [
    `status ${code}`,
    code < 400 ? 'redirected' : 'HotTask failed',
    answers(code, fails(code), code < 400 ? { location: '/elsewhere' } : {}),
  ];
  const odd = 'an unreadable or new answer';
  test.each<[string, string, Behaviour]>([
    ['a 200 that is cut', odd, cut],
    ['a 200 that stalls', odd, stalls],
    ['an empty 200', odd, answers(200, '')],
    ['HTML in a 200', odd, answers(200, '<html></html>', { 'content-type': 'text/html' })],
    ['5 MB', odd, answers(200, accepts + ' '.repeat(5_000_000))],
    [
      'a 200 that is not UTF-8',
      odd,
      (response) =>
        response.writeHead(200).end(Buffer.from(accepts.replace('"Message":""', '"Message":"\xff"'), 'latin1')),
    ],
    ['a JSON array', odd, answers(200, '[]')],
    ['Code as text', odd, answers(200, accepts.replace('"Code":200', '"Code":"200"'))],
    ['Code 200 without success', odd, answers(200, fails(200))],
    ['success with Code 400', odd, answers(200, fails(400, { Success: true }))],
    ['success with Code 401', odd, answers(200, fails(401, { Success: true }))],
    ['Code 408', odd, answers(200, fails(408))],
    ['Code 409', odd, answers(200, fails(409))],
    ['Code 302', odd, answers(200, fails(302))],
    ['Code 400 of which nobody says that it failed', odd, answers(200, '{"Code":400}')],
    [
      'status 201',
      odd,
      answers(
        201,
        accepts
          .replaceAll('200', '201')
          .replace('true', 'false')
          .replace('"True"', '"x"')
          .replace(/\d{18}/, 'null'),
      ),
    ],
    ['status 410', odd, answers(410, fails(410))],
    [
      'Data.Status "False" with Code 200',
      'accepted, but the status is not "True"',
      answers(200, accepts.replace('"True"', '"False"')),
    ],
    ['no Data with Code 200', 'accepted, but the status is not "True"', answers(200, '{"Success":true,"Code":200}')],
    ['Code 500 in a 200', 'HotTask failed inside a 200', answers(200, fails(500))],
    ['Code 401 with success in words', odd, answers(200, fails(401, { Success: 'true' }))],
    ['Code 429 with Data.Status true', odd, answers(200, fails(429, { Data: { Status: 'true' } }))],
    ['Code 401 with a SessionID', odd, answers(200, fails(401, { Data: { SessionID: 123123123123 } }))],
    ['Code 429 with a SessionID as text', odd, answers(200, fails(429, { Data: { SessionID: 'a1' } }))],
    ['Code 400 with Data as a list that is accepted', odd, answers(200, fails(400, { Data: [{ Status: 'True' }] }))],
    [
      'status 400 with a SessionID',
      'the answer contradicts itself',
      answers(400, fails(400, { Data: { SessionID: 123123123123 } })),
    ],
    ['Code 400.5', odd, answers(200, fails(400.5))],
    ['status 400 with Code 503', odd, answers(400, fails(503))],
    ['status 400 with Code 408', odd, answers(400, fails(408))],
    ['Data.Status "True" with Code 200, without success', odd, answers(200, accepts.replace('true', 'false'))],
    ['status 201 with an acceptance', 'the answer contradicts itself', answers(201, accepts)],
    ['status 400 with Code 200', 'the answer contradicts itself', answers(400, fails(200))],
    [
      'status 400 with success in words',
      'the answer contradicts itself',
      answers(400, fails(400, { Success: 'TRUE' })),
    ],
    ['status 400 with success as 1', 'the answer contradicts itself', answers(400, fails(400, { Success: 1 }))],
    ['status 400 with an acceptance', 'the answer contradicts itself', answers(400, accepts)],
    ['status 500 with an acceptance', 'the answer contradicts itself', answers(500, accepts)],
    ['status 401 with an acceptance', 'the answer contradicts itself', answers(401, accepts)],
    ...[300, 301, 302, 303, 307, 308, 408, 409, 500, 502, 503, 504].map(status),
  ])('%s (%s)', async (_case, row, behave) => {
    await expectPerhaps(behave, row);
  });

  test('a redirect wakes a person: the address is wrong for every message', async () => {
    const { fn } = await run(await startHotTaskPeer(answers(307, '', { location: '/elsewhere' })));
    expect(fn.lines).toContainEqual(expect.objectContaining({ level: 'error', fact: 'redirected' }));
  });
});

describe('a definite refusal: the caller hears it in HotTask’s own words, and nobody is texted', () => {
  test.each([400, 405, 413, 415, 422])('status %i', async (status) => {
    const { fn, answer } = await run(await startHotTaskPeer(answers(status, fails(21_211))));
    expect(answer).toMatchObject({
      status: 422,
      state: 'Refused',
      json: { Code: 21_211, Message: 'No.', Success: false },
    });
    expect(fn.facts()).toEqual(['refused by status']);
  });
  test('a refusal without JSON has the HTTP status as its Code', async () => {
    const { answer } = await run(await startHotTaskPeer(answers(400, 'Bad Request')));
    expect(answer.json).toMatchObject({
      Code: 400,
      State: 'Refused',
      Message: 'HotTask refused the message and gave no reason.',
    });
  });
  test.each([400, 402, 405, 410, 422, 499])('Code %i in a 200', async (code) => {
    const { fn, answer } = await run(await startHotTaskPeer(answers(200, fails(code))));
    expect(answer).toMatchObject({ status: 422, state: 'Refused', json: { Code: code } });
    expect(fn.facts()).toEqual(['refused by Code']);
  });
  test.each([401, 403, 429])(
    'status 400 with Code %i: not sent, since a mistake of ours refuses no good message',
    async (code) => {
      const { answer } = await run(await startHotTaskPeer(answers(400, fails(code))));
      expect(answer.state).toBe('NotSent');
    },
  );
  test('a Code that is a phone number is not shown', async () => {
    const { answer } = await run(await startHotTaskPeer(answers(400, fails(Number(canary.number)))));
    expect(answer.json.Code).toBe(400);
  });
  test.each<[string, string]>([
    ['with other hyphens', '+1\u2011202\u2011555\u20110142'],
    ['in upper case', canary.text.toUpperCase()],
    ['escaped for JSON', [...canary.text].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')],
    ['escaped for a URL', encodeURIComponent(canary.text)],
    ['a part of the key', canary.secretKey.slice(3, 18)],
    ['the key behind a thousand characters', `${'x'.repeat(990)}${canary.secretKey}`],
  ])('HotTask quotes it %s: stars', async (_case, quoted) => {
    const { answer } = await run(await startHotTaskPeer(answers(400, fails(400, { Message: quoted }))));
    expect(answer.json.Message).not.toMatch(/0142|ptarmigan|ecret-key|\\u/i);
  });
  test('HotTask quotes the number, the text or the key: the caller sees stars instead', async () => {
    const words = `Bad: ${canary.number}, +1 (202) 555-0142, "${canary.text.slice(9, 40)}", ${canary.secretKey}`;
    const { answer } = await run(await startHotTaskPeer(answers(400, fails(400, { Message: words }))));
    expect(answer.json.Message).toMatch(/^Bad: \*\*\*, \*\*\*, "[^a-z]*\*\*\*[^a-z]*", \*\*\*$/);
  });
});

describe('refused for now: not sent, and the caller may try again', () => {
  const codes = (code: number): [string, Behaviour][] => [
    [`status ${code}`, answers(code, fails(code))],
    [`Code ${code} in a 200`, answers(200, fails(code))],
  ];
  test.each([...codes(403), ...codes(404)])(
    '%s: a setting is wrong, a person is woken, no good message is refused for it',
    async (_case, behave) => {
      const { fn, answer } = await run(await startHotTaskPeer(behave));
      expect(answer).toMatchObject({ status: 503, state: 'NotSent' });
      expect(fn.lines).toContainEqual(
        expect.objectContaining({ level: 'error', fact: 'account, chatbot or URL is wrong' }),
      );
    },
  );
  test.each(codes(429))('%s: the caller may come back in 30 s', async (_case, behave) => {
    const { fn, answer } = await run(await startHotTaskPeer(behave));
    expect(answer).toMatchObject({ status: 503, state: 'NotSent', headers: { 'retry-after': '30' } });
    expect(fn.facts()).toEqual(['too many messages']);
  });
  test.each([
    ['7', '7'],
    ['0', '0'],
    ['86400', '3600'],
    ['Wed, 21 Oct 2026 07:28:00 GMT', '30'],
    ['-1', '30'],
  ])('429 with Retry-After %s: the caller hears %s', async (asked, heard) => {
    const { answer } = await run(await startHotTaskPeer(answers(429, fails(429), { 'retry-after': asked })));
    expect(answer.headers).toMatchObject({ 'retry-after': heard });
  });
  test('429 whose body never ends: the status alone is proof enough', async () => {
    const behave: Behaviour = (response) => response.writeHead(429).write('{');
    const { answer } = await run(await startHotTaskPeer(behave));
    expect(answer.state).toBe('NotSent');
  });
});

describe('the secret key was refused', () => {
  const rotating =
    (status: number): Behaviour =>
    (response, { authorization }) =>
      answers(authorization === 'new-key' ? 200 : status, authorization === 'new-key' ? accepts : fails(401))(
        response,
        { authorization, body: '' },
      );

  test.each([
    ['status 401', 401],
    ['Code 401 in a 200', 200],
  ])('%s: the new key is read, and the recipient gets one text', async (_case, status) => {
    const secrets = await startSecretsPeer();
    const peer = await startHotTaskPeer(rotating(status));
    const fn = makeFunction({ hottask: peer, secrets });
    expect((await fn.post()).state).toBe('NotSent');
    secrets.set('hottask', 'new-key');
    fn.clock.aheadMs += 31_000;
    expect((await fn.post()).state).toBe('Sent');
    expect(peer.posts.filter(({ authorization }) => authorization === 'new-key')).toHaveLength(1);
    for (const fact of fn.facts()) met.add(fact);
  });

  test('refused, and no newer one is there: not sent, one POST, a person is woken', async () => {
    const peer = await startHotTaskPeer(answers(401, fails(401)));
    const secrets = await startSecretsPeer();
    const { fn, answer } = await run(peer, secrets);
    expect(answer).toMatchObject({ status: 503, state: 'NotSent' });
    expect(peer.posts).toHaveLength(1);
    expect(secrets.reads.filter((id) => id === 'hottask')).toHaveLength(2);
    expect(fn.lines).toContainEqual(expect.objectContaining({ level: 'error', fact: 'the secret key was refused' }));
  });

  test('refused twice, with two keys: not sent, two POSTs and not a third', async () => {
    const secrets = await startSecretsPeer();
    const peer = await startHotTaskPeer((response, post) => {
      secrets.set('hottask', `key-${peer.posts.length}`);
      answers(401, fails(401))(response, post);
    });
    const { answer } = await run(peer, secrets);
    expect(answer.state).toBe('NotSent');
    expect(peer.posts).toHaveLength(2);
  });
});

describe('accepted', () => {
  test('the recipient gets one text, the caller HotTask’s bytes with every digit, and HotTask only its own three fields', async () => {
    const peer = await startHotTaskPeer();
    const fn = makeFunction({ hottask: peer, secrets: await startSecretsPeer() });
    const answer = await fn.post({
      ...message,
      IdempotencyKey: 'appt-42',
      NotAfter: '2100-01-01T00:00:00Z',
      DryRun: false,
    });
    for (const fact of fn.facts()) met.add(fact);
    expect(answer).toMatchObject({ status: 200, text: accepts });
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(peer.posts).toEqual([{ authorization: canary.secretKey, body: JSON.stringify(message) }]);
  });
  test('an answer with a byte order mark is accepted all the same', async () => {
    const peer = await startHotTaskPeer(answers(200, `\uFEFF${accepts}`));
    const { answer } = await run(peer);
    expect(answer).toMatchObject({ state: 'Sent', text: `\uFEFF${accepts}` });
  });
});

/** Known before the first attempt: secret-key.test.ts, ledger-faults.test.ts, firing.test.ts, told-instant.test.ts and breaker.test.ts meet them. */
const beforeAnyAttempt =
  /own secret|secret key (cannot|is)|the ledger|the reminders table|this revision|not due yet|was edited|taken for down/;

test('no row of the table is unmet', () => {
  const rows = table.map(({ fact }) => fact).filter((fact) => !beforeAnyAttempt.test(fact));
  expect([...met].sort()).toEqual([...rows].sort());
});
