/** The sandbox's own manners: how it starts, whom it answers, how it ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import { run } from './hottask-command.ts';
import { rawHttp } from './raw-http.ts';
import { sandboxEntry, sharedSandbox, startSandbox } from './sandbox-process.ts';

const root = new URL('..', import.meta.url).pathname;
const sandbox = await sharedSandbox();

describe('starting', () => {
  test('it prints one URL, a line to paste, the other URLs, and what is not simulated', () => {
    expect(sandbox.output()).toMatch(
      /^hottask-messenger sandbox, with its page: http:\/\/127\.0\.0\.1:\d+\n[\s\S]*\ncurl 'http:\/\/127[\s\S]*\nAlso:\n[\s\S]*\nNot simulated: .*\n$/m,
    );
  });

  test('--help names its settings and starts nothing; anything else is refused, and says where settings come from', async () => {
    const asked = await run(process.execPath, [sandboxEntry, '--help']);
    expect([asked.code, asked.err]).toEqual([0, '']);
    for (const name of ['PORT', 'HOTTASK_SERIAL_NUMBER', 'SEND_RULES', 'ON_EVENT']) expect(asked.out).toContain(name);
    const wrong = await run(process.execPath, [sandboxEntry, '--port', '4100']);
    expect(wrong).toMatchObject({ code: 1, out: '' });
    expect(wrong.err).toMatch(/^npm start takes --help alone; .*PORT=4100 npm start\n$/);
  });

  test('PORT chooses the first of three ports in a row', async () => {
    // Below 32,768, from where on Linux gives ports to whoever asks for any: the other test files do.
    const base = 20_000 + (process.pid % 12_000);
    const other = await startSandbox({ PORT: String(base) });
    onTestFinished(async () => void (await other.end()));
    expect([other.url, other.aws, other.hottask]).toEqual([0, 1, 2].map((n) => `http://127.0.0.1:${base + n}`));
  });

  test('a port in use is said in one line with the mend', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    onTestFinished(() => void taken.close());
    const { port } = taken.address() as { port: number };
    await expect(startSandbox({ PORT: String(port) })).rejects.toThrow(
      new RegExp(`^Port ${port} is in use: .*PORT=4100 npm start\n$`),
    );
  });

  test.each([
    ['PORT', 'many', /^PORT must be a whole number/],
    ['PORT', '65534', /^PORT must be/],
    ['SEND_RULES', '{"mode":"loud"}', /^SEND_RULES\.mode is wrong: it must be JSON such as/],
    ['HOTTASK_SERIAL_NUMBER', 'a b', /^HOTTASK_SERIAL_NUMBER must be/],
  ])('a wrong %s (%s) stops the start with its name, in one line', async (name, value, says) => {
    const message = await startSandbox({ [name]: value }).then(
      () => 'started',
      (error: Error) => error.message,
    );
    expect(message).toMatch(says);
    expect(message.trim().split('\n')).toHaveLength(1);
  });
});

describe('only this machine', () => {
  const get = (url: string, ...headers: string[]) =>
    rawHttp(url, ['GET /api/messages HTTP/1.1', ...headers, 'Connection: close', '', '']);
  test.each(['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example:4000', '192.168.0.1'])(
    'a Host of %s is refused on all three ports',
    async (host) => {
      for (const url of [sandbox.url, sandbox.aws, sandbox.hottask])
        expect((await get(url, `Host: ${host}`)).status).toBe(403);
    },
  );
  test.each(['http://evil.example', 'null', 'http://localhost:3000'])('an Origin of %s is refused', async (origin) => {
    for (const url of [sandbox.url, sandbox.aws, sandbox.hottask])
      expect((await get(url, `Host: ${new URL(url).host}`, `Origin: ${origin}`)).status).toBe(403);
  });
  test('the page’s own Origin, and the names of this machine, are answered', async () => {
    const { host, port } = new URL(sandbox.url);
    expect((await get(sandbox.url, `Host: ${host}`, `Origin: http://${host}`)).status).toBe(200);
    expect((await get(sandbox.url, `Host: localhost:${port}`)).status).toBe(200);
  });
  test('it listens on loopback alone', async () => {
    const { networkInterfaces } = await import('node:os');
    const outside = Object.values(networkInterfaces())
      .flat()
      .filter((one) => one && !one.internal && one.family === 'IPv4');
    for (const one of outside) {
      await expect(fetch(`http://${one?.address}:${new URL(sandbox.url).port}/`)).rejects.toThrow();
    }
  });
  test('more than the gateway takes is refused', async () => {
    const response = await fetch(`${sandbox.url}/chat/Chatbot/SendTwilioMessage`, {
      method: 'POST',
      body: new Uint8Array(11 * 1024 * 1024),
    });
    expect([response.status, await response.json()]).toEqual([413, { message: 'Request Entity Too Large' }]);
  });
  test.each(['/inbox/../start.ts', '/inbox/%2e%2e/start.ts', '/inbox/none.js', '/inbox/'])(
    'GET %s gives no file',
    async (path) => {
      expect(
        (await rawHttp(sandbox.url, [`GET ${path} HTTP/1.1`, 'Host: localhost', 'Connection: close', '', ''])).text,
      ).not.toContain('import ');
    },
  );
});

describe('ending', () => {
  test.each<NodeJS.Signals>(['SIGINT', 'SIGTERM'])(
    '%s ends it with status 0, an open stream and a call under way included',
    async (signal) => {
      const ending = await startSandbox();
      const stream = await fetch(`${ending.url}/api/stream`);
      const hanging = fetch(`${ending.url}/chat/Chatbot/SendTwilioMessage`, {
        method: 'POST',
        headers: { authorization: 'sandbox-key', 'content-type': 'application/json' },
        body: '{"SerialNumber":"a","ToPhoneNumber":"+15005551001","Message":"hangs"}',
      }).catch(() => 'cut off');
      await stream.body?.getReader().read();
      expect(await ending.end(signal)).toEqual([0, null]);
      expect(await hanging).toBe('cut off');
    },
  );

  test.each<NodeJS.Signals>(['SIGINT', 'SIGTERM'])(
    '%s to npm ends both with status 0 and leaves no process',
    async (signal) => {
      const npm = spawn('npm', ['start'], {
        cwd: root,
        env: { ...process.env, PORT: '0' },
        stdio: ['ignore', 'pipe', 'inherit'],
        detached: true,
      });
      onTestFinished(() => {
        try {
          process.kill(-(npm.pid as number), 'SIGKILL');
        } catch {}
      });
      const exited = once(npm, 'exit');
      const url = await new Promise<string>((resolve) => {
        createInterface(npm.stdout).on(
          'line',
          (line) => /page: (\S+)/.test(line) && resolve(line.split('page: ')[1] as string),
        );
      });
      expect((await fetch(url)).status).toBe(200);
      // Ctrl-C reaches every process of the terminal's group; SIGTERM only the one that it is sent to.
      process.kill(signal === 'SIGINT' ? -(npm.pid as number) : (npm.pid as number), signal);
      expect(await exited).toEqual([0, null]);
      await expect(fetch(url)).rejects.toThrow();
      expect(() => process.kill(-(npm.pid as number), 0)).toThrow(/ESRCH/);
    },
  );
});
