/** Reads all that is parked for as long as something is done with it, and gives back what is left, whatever happens. */
import type { Terminal } from './command.ts';
import type { ParkedDesk, Waiting } from './parked-desk.ts';
import { type Parked, parkedOf } from './parked-shapes.ts';

const interrupted = 130;

/** `use` says which records are gone for good; all others are seen by everybody again when this ends. */
export const whileReading = async <T>(
  desk: ParkedDesk,
  { progress }: Pick<Terminal, 'progress'>,
  use: (all: Parked[], isGone: (records: Waiting[]) => void) => Promise<T>,
): Promise<T> => {
  const left = new Map<string, Waiting>();
  const giveBack = () => desk.giveBack([...left.values()]);
  const stop = () => void giveBack().finally(() => process.exit(interrupted));
  process.once('SIGINT', stop);
  try {
    const records = await desk.read((count) => progress(`${count.toLocaleString('en')} read`));
    for (const record of records) left.set(record.id, record);
    const all = records.map(parkedOf).sort((a, b) => b.sourceTime - a.sourceTime);
    return await use(all, (gone) => {
      for (const { id } of gone) left.delete(id);
    });
  } finally {
    process.off('SIGINT', stop);
    // Where that fails they are seen again by themselves, when they have been hidden for 5 minutes.
    await giveBack().catch(() => {});
  }
};
