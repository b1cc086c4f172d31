/** Reading the two secrets, HotTask's key and our own: without either nobody is texted, and the ledger stays untouched. */
import { awsError, ourSecret, type Fault as Trouble } from '../../peers/secrets-peer.ts';
import { type Broken, broken } from '../broken.ts';
import type { Cell } from '../cell.ts';
import type { Fault } from '../fault.ts';

type Id = 'hottask' | 'messenger';

/** A process that has read neither yet. */
const setting = {};

/** Unreadable: the key's process asks the ledger whether it was sent before; who cannot read ours may not even do that. */
const unread: Record<Id, Omit<Broken, 'make'>> = {
  hottask: { hears: 'NotSent', texts: 0, leaves: ['nothing'], asked: ['GetItem'], setting },
  messenger: { hears: 'NotSent', texts: 0, leaves: ['nothing'], asked: [], setting },
};
const sent: Omit<Broken, 'make'> = {
  hears: 'Sent',
  texts: 1,
  leaves: ['Sent'],
  asked: ['UpdateItem', 'UpdateItem'],
  setting,
};

const hangUp: Trouble = (response) => {
  response.socket?.destroy();
  return true;
};

const troubles: Record<string, Trouble> = {
  'is throttled': awsError('ThrottlingException'),
  'fails with 500': awsError('InternalServiceError', 'down', 500),
  'is never answered': () => true,
  'is denied': awsError('AccessDeniedException'),
  'finds no such secret': awsError('ResourceNotFoundException', 'Secrets Manager can’t find the specified secret.'),
  'loses its answer': hangUp,
};
const passing = ['is throttled', 'fails with 500', 'loses its answer'];
const malformed: Record<Id, string> = { hottask: '{"SecretKey":', messenger: ourSecret().slice(0, -1) };
const names: Record<Id, string> = { hottask: 'HotTask’s key', messenger: 'our own secret' };

const make =
  (id: Id, trouble: Trouble, times: number) =>
  ({ secrets, plan }: Cell) => {
    const fire = plan(`the read of ${id}`);
    let left = times;
    secrets.fault = (response, asked) => {
      if (asked !== id || left === 0) return false;
      left -= 1;
      fire();
      return trouble(response, asked);
    };
  };

const rowsOf = (id: Id): Fault[] => [
  ...Object.entries(troubles).map(([name, trouble]) => ({
    point: 'secret read',
    name: `the read of ${names[id]} ${name}: nobody is texted, and one text goes out when it is asked for again`,
    play: broken({ ...unread[id], make: make(id, trouble, Number.POSITIVE_INFINITY) }),
  })),
  {
    point: 'secret read',
    name: `${names[id]} is malformed: nobody is texted, and one text goes out when it is asked for again`,
    play: broken({
      ...unread[id],
      make: (cell) => {
        cell.secrets.set(id, malformed[id]);
        make(id, () => false, 1)(cell);
      },
    }),
  },
  ...passing.map((name) => ({
    point: 'secret read',
    name: `the read of ${names[id]} ${name} once: the recipient gets one text`,
    play: broken({ ...sent, make: make(id, troubles[name] as Trouble, 1) }),
  })),
];

export const secretFaults: Fault[] = [...rowsOf('hottask'), ...rowsOf('messenger')];
