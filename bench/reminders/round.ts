/** One size, on a fresh sandbox: how long adding, pages of the list, and a month take. */
import { Agent } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { type Ask, makeAsk } from './ask.ts';
import { type FirstPages, readFirstPages, readPages } from './pages.ts';
import { type Sandbox, startSandbox } from './sandbox.ts';

const dayMs = 24 * 3_600_000;

/** `used`: of a processor by the sandbox; `took`: by the clock. */
export interface Took {
  add: Lasted;
  /** Median, by the clock. */
  pageMs: number;
  firstPages: FirstPages;
  /** Absent where only lists are asked for. */
  month?: Month;
}
export interface Month {
  jump: Lasted;
  /** How many ended how; all of them Sent, or something is wrong. */
  ended: Record<string, number>;
  /** As many as reminders, or one went out twice or not at all. */
  texts: number;
}
export interface Lasted {
  usedMs: number;
  tookMs: number;
}

interface Asked {
  count: number;
  parallel: number;
  /** Without the month. */
  listsOnly: boolean;
  progress: (text: string) => void;
}

export const runRound = async ({ count, parallel, listsOnly, progress }: Asked): Promise<Took> => {
  const sandbox = await startSandbox();
  const agent = new Agent({ keepAlive: true, maxSockets: parallel });
  const ask = makeAsk(sandbox.url, agent);
  try {
    const began = Date.now();
    const add = await timed(sandbox, () =>
      inParallel(count, parallel, (i) => addOne(ask, i, { count, began }), progress),
    );
    progress(`${count}: reading pages`);
    const pageMs = await readPages(ask, count);
    const firstPages = await readFirstPages(ask, count);
    if (listsOnly) return { add, pageMs, firstPages };
    const jump = await timed(sandbox, () => jumpOver(ask, sandbox.url, { count, to: began + 32 * dayMs, progress }));
    progress(`${count}: counting`);
    const month = { jump, ended: await countEnded(ask), texts: await countTexts(ask) };
    return { add, pageMs, firstPages, month };
  } finally {
    agent.destroy();
    await sandbox.end();
  }
};

const keyOf = (i: number): string => `appt-${String(i).padStart(6, '0')}`;

const slotMs = 30 * 60_000;

/** At the full and the half hours of thirty days, from a day ahead on; each goes to a number of its own. */
const addOne = async (ask: Ask, i: number, { count, began }: { count: number; began: number }) => {
  const due = Math.ceil((began + dayMs + (i / count) * 30 * dayMs) / slotMs) * slotMs;
  const reminder = {
    At: new Date(due).toISOString().slice(0, 16),
    TimeZone: 'UTC',
    Message: {
      SerialNumber: '3254a9d0424c4806b9ea3d0763abcdef',
      ToPhoneNumber: `+1202${String(5_000_000 + i).padStart(7, '0')}`,
      Message: 'See you tomorrow at nine.',
    },
  };
  // A busy machine may answer 503, which says that the same is safe to ask again.
  for (let asked = 1; ; asked += 1) {
    const { status, body } = await ask('PUT', `/reminders/${keyOf(i)}`, reminder);
    if (status === 201 || (status === 200 && asked > 1)) return;
    if (status !== 503 || asked === 5)
      throw new Error(`A reminder was not made: HTTP ${status} ${JSON.stringify(body)}`);
    console.error(`Asked again: HTTP ${status} ${JSON.stringify(body)}`);
    await setTimeout(1_000 * asked);
  }
};

const jumpOver = async (
  ask: Ask,
  url: string,
  { count, to, progress }: { count: number; to: number; progress: (text: string) => void },
) => {
  const stream = new AbortController();
  void follow(url, stream.signal, (aheadMs) =>
    progress(`${count}: the clock is ${(aheadMs / dayMs).toFixed(1)} of 32 days ahead`),
  ).catch(() => {});
  const { status } = await ask('POST', '/api/clock', { To: new Date(to).toISOString() });
  stream.abort();
  if (status !== 200) throw new Error(`The clock did not move: HTTP ${status}`);
};

/** What the sandbox tells its page of the clock. */
const follow = async (url: string, signal: AbortSignal, hear: (aheadMs: number) => void) => {
  const { body } = await fetch(`${url}/api/stream`, { signal });
  let text = '';
  for await (const chunk of (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    const ahead = events.map((event) => /^event: clock\ndata: .*"AheadMs":(\d+)/.exec(event)?.[1]).findLast(Boolean);
    if (ahead) hear(Number(ahead));
  }
};

/** All that a list holds, page by page. */
async function* all<One>(ask: Ask, path: string, member: string): AsyncGenerator<One> {
  let next: string | null = null;
  do {
    const { body } = await ask('GET', `${path}${next ? `&Next=${encodeURIComponent(next)}` : ''}`);
    const page = body as unknown as Record<string, One[]> & { Next: string | null };
    yield* page[member] ?? [];
    next = page.Next;
  } while (next);
}

const countEnded = async (ask: Ask): Promise<Record<string, number>> => {
  const ended: Record<string, number> = {};
  for await (const { State } of all<{ State: string }>(ask, '/reminders?Limit=100', 'Reminders'))
    ended[State] = (ended[State] ?? 0) + 1;
  return ended;
};

/** What HotTask has accepted: a text that somebody got twice stands there twice. */
const countTexts = async (ask: Ask): Promise<number> => {
  let texts = 0;
  for await (const _ of all(ask, '/api/messages?Limit=1000', 'Messages')) texts += 1;
  return texts;
};

const inParallel = async (
  count: number,
  parallel: number,
  run: (i: number) => Promise<void>,
  progress: (text: string) => void,
) => {
  let begun = 0;
  const one = async () => {
    while (begun < count) {
      const i = begun;
      begun += 1;
      if (i % 500 === 0) progress(`${count}: ${i} added`);
      await run(i);
    }
  };
  await Promise.all(Array.from({ length: parallel }, one));
};

const timed = async ({ usedMs }: Sandbox, work: () => Promise<unknown>): Promise<Lasted> => {
  const [began, used] = [performance.now(), usedMs()];
  await work();
  return { tookMs: performance.now() - began, usedMs: usedMs() - used };
};
