/** Proves, without sending, that a text would go out; or says what is in its way, and the mend. */
import { inOneLine } from '../aws-errors.ts';
import { command, Failed, type Terminal } from '../command.ts';
import type { Check, Finding } from '../doctor/check.ts';
import { chatbotIsKnown, keyIsKnown, keyIsThere } from '../doctor/hottask-checks.ts';
import { reminders, schedules, timeZones } from '../doctor/reminder-checks.ts';
import { concurrency, mapping, parked, queue, route, rules } from '../doctor/sending-checks.ts';
import { account, callers, clock, ledger, stack } from '../doctor/stack-checks.ts';
import { makeWorld } from '../doctor/world.ts';
import { noMore } from '../which-key.ts';
import { stackOptions, stageOf } from '../which-stack.ts';

const checks: readonly Check[] = [
  account,
  clock,
  stack,
  keyIsThere,
  keyIsKnown,
  chatbotIsKnown,
  callers,
  rules,
  ledger,
  queue,
  parked,
  mapping,
  concurrency,
  route,
  reminders,
  schedules,
  timeZones,
];

export const doctor = command({
  name: 'doctor',
  summary: 'prove, without sending anything, that a text would go out',
  usage: '',
  options: {
    'serial-number': { takes: 'ID', help: "the chatbot to look at, in place of the stage's serialNumber" },
    ...stackOptions,
  },
  notes: [
    'A line for each check: ok, a warning, failed with the mend, or skipped where an earlier line says why. Any failure',
    'ends it with 1. HotTask is asked two questions with your key (GetMessageCreditsUsage, GetMessageCountByChatbot),',
    'and the route is called once without a key.',
    'Rights in AWS: cloudformation:DescribeStacks, secretsmanager:GetSecretValue, lambda:GetFunctionConfiguration,',
    'lambda:GetFunctionConcurrency, lambda:GetEventSourceMapping, dynamodb:DescribeTable, dynamodb:DescribeTimeToLive,',
    'sqs:GetQueueAttributes, scheduler:GetScheduleGroup.',
  ].join('\n'),
  run: async ({ values, words }, { env }) => {
    noMore(words);
    stageOf(values);
    const world = makeWorld(values);
    const looked = await Promise.all(checks.map(({ look }) => look(world).catch((error: unknown) => ({ error }))));
    const seen = new Set<unknown>();
    const found = looked.map((one, at) => ({ name: (checks[at] as Check).name, ...findingOf(one, seen, env) }));
    const failures = found.filter(({ is }) => is === 'failed').length;
    const warnings = found.filter(({ is }) => is === 'warning').length;
    return {
      text: [
        ...found.map(({ name, is, says }) => `${is.padEnd(8)} ${name.padEnd(14)} ${says}`),
        '',
        failures > 0 ? `Failed: ${failures}. Warnings: ${warnings}.` : `All is well. Warnings: ${warnings}.`,
      ].join('\n'),
      json: {
        IsWell: failures === 0,
        Checks: found.map(({ name, is, says }) => ({ Name: name, Is: is, Says: says })),
      },
      isFailed: failures > 0,
    };
  },
});

/** What several checks needed is told once, where it was missed first. */
const findingOf = (looked: Finding | { error: unknown }, seen: Set<unknown>, env: Terminal['env']): Finding => {
  if (!('error' in looked)) return looked;
  const { error } = looked;
  if (seen.has(error)) return { is: 'skipped', says: 'not looked at: see above' };
  seen.add(error);
  const line = error instanceof Failed ? error.message : inOneLine(error, { isLocal: false, takesLocal: false, env });
  if (line === undefined) throw error;
  return { is: 'failed', says: line };
};
