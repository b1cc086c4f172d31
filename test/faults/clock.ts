/**
 * Preloaded into a process, before the bundle: its clock is as many milliseconds ahead as a file says at each look, so
 * that a lease ends while nobody waits for it. A file, since a process that was stopped reads it before any message.
 */
import { openSync, readSync } from 'node:fs';

const file = openSync(process.env.CLOCK_FILE as string, 'r');
const digits = Buffer.alloc(16);
const aheadMs = () => Number(digits.toString('latin1', 0, readSync(file, digits, 0, digits.length, 0)));

const { now } = Date;
Date.now = () => now() + aheadMs();
globalThis.Date = new Proxy(Date, {
  construct: (target, args, asked) => Reflect.construct(target, args.length > 0 ? args : [Date.now()], asked),
});
