/** The account, the clock, and what the stack is made of. */

import { noDigest } from '../../lambda/callers.ts';
import { parseOurSecret } from '../../lambda/secret-values.ts';
import { withSecret } from '../secret-desk.ts';
import { outputNames } from '../which-stack.ts';
import { type Check, failed, ok, warning } from './check.ts';
import { forgetsNothing, tableState } from './table-state.ts';

export const account: Check = {
  name: 'account',
  look: async (world) => ok(`AWS takes these credentials, in ${(await world.account()).region}`),
};

/** AWS refuses what is signed by a clock that is over 5 minutes off. */
const tooFarMs = 5 * 60_000;
/** An answer's time is told in whole seconds, and is on its way for a moment. */
const noticeableMs = 5_000;

export const clock: Check = {
  name: 'clock',
  look: async (world) => {
    const { aheadMs } = await world.account();
    const off = `this machine's clock is ${spoken(Math.abs(aheadMs))} ${aheadMs > 0 ? 'behind' : 'ahead of'} AWS's`;
    if (Math.abs(aheadMs) > tooFarMs)
      return failed(`${off}: set it by the network's time (NTP), or AWS refuses what it signs`);
    if (Math.abs(aheadMs) > noticeableMs) return warning(`${off}: set it by the network's time (NTP)`);
    return ok("this machine's clock is right");
  },
};

const spoken = (ms: number): string =>
  ms < 120_000 ? `${Math.round(ms / 1_000)} seconds` : `${Math.round(ms / 60_000)} minutes`;

export const stack: Check = {
  name: 'stack',
  look: async (world) => {
    const { name, status, output } = await world.stack();
    for (const wanted of outputNames) output(wanted);
    if (/FAILED$|^DELETE|^ROLLBACK/.test(status))
      return failed(`the stack ${name} is broken (${status}): see its events in CloudFormation, then deploy it again`);
    if (/IN_PROGRESS$/.test(status)) return warning(`the stack ${name} is being changed (${status}): look again later`);
    return ok(`the stack ${name} is there, with all its outputs`);
  },
};

export const callers: Check = {
  name: 'callers',
  look: async (world) => {
    const { output, access } = await world.stack();
    const value = await withSecret(output('MessengerSecretId'), access, ({ read }) => read());
    const read = parseOurSecret(value ?? { text: undefined, version: '' });
    if ('problem' in read)
      return failed(
        'our own secret does not hold {"Callers": {…}, "Pepper": "…"}: put back its version AWSPREVIOUS; with another Pepper every known key reads as KeyReused',
      );
    const names = new Set(read.value.callers.map(({ name }) => name));
    if (read.ignored?.names)
      return warning(
        `${read.ignored.names} of the names in Callers are none that a caller may have, and are ignored: see ${world.paste('caller list')}`,
      );
    if (read.ignored?.digests)
      return warning(
        `${read.ignored.digests} of the entries of Callers are ${noDigest}, and are ignored: see caller list`,
      );
    if (names.size === 0)
      return warning(`nobody may call over HTTP: ${world.paste('caller add NAME')} makes a key for somebody`);
    return ok(`${names.size} may call over HTTP`);
  },
};

export const ledger: Check = {
  name: 'ledger',
  look: async (world) => {
    const { output, access } = await world.stack();
    const { isActive, status, forgets } = await tableState(output('LedgerTable'), access);
    if (!isActive) return failed(`the ledger's table is not active (${status}): nothing is sent until it is`);
    return forgets ? ok("the ledger's table is active, and forgets after 45 days") : forgetsNothing('ledger');
  },
};
