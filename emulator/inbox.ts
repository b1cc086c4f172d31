/** For a person at the emulator: what HotTask has accepted, and HotTask's button that regenerates the key. */
import { randomBytes } from 'node:crypto';
import { type Answer, json, route } from '../sandbox/loopback.ts';
import type { HotTask } from './hottask.ts';

export const makeInbox = (hottask: HotTask): Answer =>
  route([
    ['GET', '/api/messages', (_, response) => json(response, 200, { Messages: hottask.inbox().toReversed() })],
    [
      'POST',
      '/api/regenerate-key',
      async (_, response) => {
        await hottask.regenerateKey(randomBytes(16).toString('hex'));
        json(response, 200, { SecretKey: hottask.secretKey() });
      },
    ],
  ]);
