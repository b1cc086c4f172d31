/** /api/chaos: what is on, and the switch. */
import { randomInt } from 'node:crypto';
import { readObject } from '../../lambda/json.ts';
import { type Answer, json, readBody } from '../loopback.ts';
import type { Chaos, Plan } from './chaos.ts';
import { anyFault, faults } from './faults.ts';

const mostOneIn = 1_000;
const fields = ['Fault', 'OneIn', 'Seed'];

export const makeChaosApi = (chaos: Chaos): Record<'look' | 'switchOn' | 'switchOff', Answer> => ({
  look: (_request, response) => json(response, 200, { ...chaos.told(), Faults: faults }),

  switchOn: async (request, response) => {
    const read = readPlan(readObject((await readBody(request, 1_024)).toString()));
    if (typeof read === 'string') return json(response, 400, { message: read });
    await chaos.switchOn(read);
    json(response, 200, chaos.told());
  },

  switchOff: async (_request, response) => {
    await chaos.switchOff();
    response.writeHead(204).end();
  },
});

/** The plan, or what must be mended first. */
const readPlan = (asked: Record<string, unknown> | undefined): Plan | string => {
  if (!asked) return 'Send {"Fault": "HotTask answers 500", "OneIn": 3, "Seed": 7}';
  const { Fault, OneIn = 1, Seed = randomInt(1, 1_000_000) } = asked;
  // A misspelt OneIn would strike each call.
  if (!Object.keys(asked).every((name) => fields.includes(name)))
    return `The fields are ${fields.join(', ')}: no other`;
  if (typeof Fault !== 'string' || (Fault !== anyFault && !faults.includes(Fault)))
    return `Fault must be "${anyFault}" or one of GET /api/chaos's Faults, such as "HotTask answers 500"`;
  if (!isWhole(OneIn) || OneIn < 1 || OneIn > mostOneIn)
    return `OneIn must be a whole number from 1 (each call) to ${mostOneIn}`;
  if (!isWhole(Seed)) return 'Seed must be a whole number; without one it is made and told';
  return { Fault, OneIn, Seed };
};

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);
