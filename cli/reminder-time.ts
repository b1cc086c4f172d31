/** The options that say when a reminder goes out, and the API's fields for them. */
import { WrongUsage } from './command.ts';

export const timeOptions = {
  at: { takes: 'TIME', help: 'as a clock on the wall shows it there, such as 2027-03-01T09:00' },
  'time-zone': { takes: 'ZONE', help: 'where that clock hangs, such as Europe/Berlin' },
} as const;

interface Given {
  at?: string | undefined;
  'time-zone'?: string | undefined;
  'late-by'?: string | undefined;
}

/** Those that were given. */
export const fieldsOfTime = ({ at, 'time-zone': zone, 'late-by': late }: Given) => {
  if (late !== undefined && !/^\d{1,6}$/.test(late))
    throw new WrongUsage('--late-by must be whole seconds, such as 600');
  return {
    ...(at === undefined ? {} : { At: at }),
    ...(zone === undefined ? {} : { TimeZone: zone }),
    ...(late === undefined ? {} : { LateBySeconds: Number(late) }),
  };
};
