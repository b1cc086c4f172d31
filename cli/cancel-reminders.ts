/** All of one caller's reminders cancelled, each by the product's own steps. Prints nothing. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { State } from '../lambda/outcome.ts';
import { cancelling, type Unchanged } from '../lambda/reminders/protocol.ts';
import { inLanes } from './in-lanes.ts';
import type { ReminderDesk } from './reminder-desk.ts';

export interface CancelledAll {
  cancelled: number;
  /** Their keys: a firing has taken them and may be sending. */
  goingOut: string[];
  /** Fired already, within the time in which they may be late: the ledger's word on their text. */
  fired: { key: string; state: State }[];
  /** Nothing was changed, or nobody knows: to be asked again. */
  failed: { key: string; why: Unchanged['problem'] }[];
  /** AWS's name for the error → how many schedules could not be deleted. Each fires, and sends nothing. */
  undropped: ReadonlyMap<string, number>;
  /** The rest was not tried. */
  isStopped: boolean;
}

interface Asked {
  caller: string;
  onDone: (count: number) => void;
  /** Asked before each; what is under way then is done to its end. */
  isStopped: () => boolean;
}

/** Run again after it was stopped or killed, it goes on with what is left. Rejects with what AWS's SDK threw where it refused. */
export const cancelReminders = async (
  desk: ReminderDesk,
  { caller, onDone, isStopped }: Asked,
): Promise<CancelledAll> => {
  const all: CancelledAll = {
    cancelled: 0,
    goingOut: [],
    fired: [],
    failed: [],
    undropped: desk.undropped,
    isStopped: false,
  };
  let done = 0;

  const cancel = async (key: string): Promise<void> => {
    const change = { caller, key, nonce: randomBytes(8).toString('hex'), requestId: randomUUID() };
    const became = await desk.play(cancelling(change, desk.now));
    if (!('problem' in became)) all.cancelled += 1;
    else if (became.problem === 'going out') all.goingOut.push(key);
    else if (became.problem === 'fired') all.fired.push({ key, state: became.state });
    else if (became.problem !== 'absent') all.failed.push({ key, why: became.problem });
    done += 1;
    onDone(done);
  };

  for await (const reminders of desk.mayGoOut(caller)) {
    const keys = reminders.map(({ key }) => key);
    if (await inLanes(keys, { isStopped, each: cancel })) continue;
    all.isStopped = true;
    break;
  }
  return all;
};
