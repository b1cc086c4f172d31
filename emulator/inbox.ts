/** For a person at the emulator: what HotTask has accepted, and its button that regenerates the key. */
import { bind, json, route } from '../sandbox/loopback.ts';
import type { HotTask } from './hottask.ts';

interface Parts {
  /** 0: a free one. */
  port: number;
  hottask: HotTask;
  newKey: () => string;
}

/** Gives its URL. */
export const makeInbox = async ({ port, hottask, newKey }: Parts): Promise<string> => {
  const door = await bind(port);
  door.serve(
    route([
      ['GET', '/api/messages', (_, response) => json(response, 200, { Messages: hottask.inbox().toReversed() })],
      [
        'POST',
        '/api/regenerate-key',
        async (_, response) => {
          await hottask.regenerateKey(newKey());
          json(response, 200, { SecretKey: hottask.secretKey() });
        },
      ],
    ]),
  );
  return door.url;
};
