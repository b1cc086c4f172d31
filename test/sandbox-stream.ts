/** What the sandbox tells its page: GET /api/stream, event by event. */
import { onTestFinished } from 'vitest';
import type { Sandbox } from './sandbox-process.ts';

interface Told {
  name: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: tests match what it holds
  data: any;
}

/** Follows it until the test ends. Each event is given once. */
export const listen = async ({ url }: Sandbox) => {
  const { body, headers } = await fetch(`${url}/api/stream`);
  if (headers.get('content-type') !== 'text/event-stream') throw new Error('This is no stream of events');
  const reader = (body as ReadableStream<Uint8Array<ArrayBuffer>>).pipeThrough(new TextDecoderStream()).getReader();
  onTestFinished(() => reader.cancel());
  let heard = '';

  const one = async (): Promise<Told> => {
    while (!heard.includes('\n\n')) {
      const { value, done } = await reader.read();
      // It would be "done" for ever, and no time-out would find a moment to end the test.
      if (done) throw new Error('The stream has ended');
      heard += value;
    }
    const [event = '', ...rest] = heard.split('\n\n');
    heard = rest.join('\n\n');
    const [, name, data = 'null'] = /^event: (\w+)\ndata: (.*)$/.exec(event) ?? [];
    const told = JSON.parse(data);
    // On a slow machine any call may take long: then it is told before it is over, too.
    return { name: name === 'call' && told.State === 'UnderWay' ? 'call under way' : name, data: told };
  };

  /** All events up to the first of this name, itself included. */
  const upTo = async (name: string): Promise<Told[]> => {
    const told: Told[] = [];
    do told.push(await one());
    while (told.at(-1)?.name !== name);
    return told;
  };
  return { upTo, next: async (name: string) => (await upTo(name)).at(-1)?.data };
};
