/** Known strings that must never be seen in any log, output or error answer; `watch` keeps what must be free of them. */
import { appendFileSync } from 'node:fs';

export const canary = {
  secretKey: 'canary-secret-key-6f1d2a',
  callerKey: 'canary-caller-key-93be07',
  number: '+12025550142',
  text: 'Canary words: Ms Ptarmigan sees you on Thursday',
};

/** The sandbox's own key for HotTask is one too. */
const forbidden = [
  canary.secretKey,
  canary.callerKey,
  'sandbox-hottask-key',
  canary.number.slice(1),
  canary.number.slice(2),
  'Ptarmigan',
];
/** Not inside more digits: a time in milliseconds holds any seven of them now and then. */
const localNumber = new RegExp(`(?<!\\d)${canary.number.slice(-7)}(?!\\d)`);

export const holdsCanary = (output: string): boolean =>
  forbidden.some((secret) => output.includes(secret)) || localNumber.test(output);

const file = () => process.env.WATCHED_OUTPUT;

/** How many outputs of this process have held one. */
export const leaks = { count: 0 };

/** Hands output to the check at the end of the whole run (canary-check.ts). Gives it back. */
export const watch = (output: string): string => {
  if (holdsCanary(output)) leaks.count += 1;
  const path = file();
  if (path) appendFileSync(path, `${output}\n`);
  return output;
};
