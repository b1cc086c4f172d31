/** Reads all that is parked for as long as something is done with it, and gives back what is left, whatever happens. */
import { Failed, type Terminal } from './command.ts';
import type { ParkedDesk, Waiting } from './parked-desk.ts';
import { type Parked, parkedOf } from './parked-shapes.ts';

const signals = ['SIGINT', 'SIGTERM'] as const;

/** `use` says which records are gone for good; all others are seen by everybody again when this ends. */
export const whileReading = async <T>(
  desk: ParkedDesk,
  { progress }: Pick<Terminal, 'progress'>,
  use: (all: Parked[], isGone: (records: Waiting[]) => void) => Promise<T>,
): Promise<T> => {
  const left = new Map<string, Waiting>();
  let isStopped = false;
  // Not once: npm passes Ctrl-C on to who has heard it already, and a second one must not end it in the middle.
  const stop = () => {
    isStopped = true;
    desk.stop();
  };
  for (const signal of signals) process.on(signal, stop);
  try {
    const records = await desk.read((count) => progress(`${count.toLocaleString('en')} read`));
    for (const record of records) left.set(record.id, record);
    if (isStopped) throw new Failed('Stopped: nothing was changed, and what was read is there for everybody again');
    const all = records.map(parkedOf).sort((a, b) => b.sourceTime - a.sourceTime);
    return await use(all, (gone) => {
      for (const { id } of gone) left.delete(id);
    });
  } finally {
    for (const signal of signals) process.off(signal, stop);
    // Where that fails they are seen again by themselves, when they have been hidden for 5 minutes.
    await desk.giveBack([...left.values()]).catch(() => {});
  }
};
