/** A reminder that EventBridge Scheduler fired. This version makes none: one that comes all the same waits for a person. */
import { asObject } from '../json.ts';
import type { Envelope } from './envelope.ts';

export const reminder: Envelope = {
  name: 'reminder',
  recognises: (value) => asObject(value)?.Reminder !== undefined,
  unwrap: () => ({ problems: ['Reminders are not known to this version: replay it with the version that made it'] }),
};
