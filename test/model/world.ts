/** All that there is around one key at one instant: the table, what the network holds back, workers and persons. */
import type { Attribute, Foreign, Item } from '../../lambda/ledger/item.ts';
import type { Clause, Write } from '../../lambda/ledger/writes.ts';
import { clockSkewMs, sendFunction } from '../../lambda/wiring.ts';
import type { Stored } from './table.ts';
import type { Standing, Start, WriteName } from './worker.ts';

export interface World {
  /** The true time. */
  at: number;
  item: Stored | undefined;
  /** Copies of writes that the network holds back: each arrives some time. */
  copies: readonly Copy[];
  /** How many more it may hold back. */
  copiesLeft: number;
  workers: readonly Worker[];
  persons: readonly Person[];
  /** A person's word "sent" stood in the table once. */
  isSaidSent: boolean;
  /** A promise that the last step broke. */
  broken?: string;
}

export interface Worker extends Start, Standing {
  /** How far its clock is ahead of the true time. */
  skew: number;
  /** The table's answer to its read, on its way. */
  found?: { item: Item | Foreign | undefined };
  /** When the body of the POST that is under way was written, in true time. */
  writtenAt?: number;
  /** How many of its POSTs HotTask may have accepted, as far as anybody can know. */
  posts: number;
  /** Of these, the ones of which a person who could see what became of them said that they were not sent. */
  covered: number;
  /** HotTask accepted one. */
  isAccepted: boolean;
  /** HotTask refused one for good. */
  isRefused: boolean;
  /** It could not tell the ledger how it ended: that write never got there, or its time was over. */
  isUntold: boolean;
}

/** Somebody at the ledger, who has looked once and may give one word on what was seen. */
export interface Person extends Pick<Said, 'knows'> {
  name: string;
  saw: Item;
  hasSpoken: boolean;
}

export interface Copy {
  write: Write;
  /** Whose, and what kind. */
  by: string;
  name: WriteName | 'by hand';
  said?: Said;
}

/** A person's word on a claim. */
export interface Said {
  word: 'Sent' | 'NotSent';
  /** Whose claim. */
  about: string;
  /** How many of its POSTs were over, so that the person could look in HotTask what became of them. */
  knows: number;
}

export const isRunning = ({ doing }: Worker): boolean => !('answers' in doing);

/** Texts that the recipient may have got of it, without a person's word that they were not. */
export const stands = ({ posts, covered }: Worker): number => posts - covered;

/** AWS ends a worker then, by its own clock. */
export const timeoutMs = sendFunction.timeoutSeconds * 1_000;

/** Longest after which nothing of a worker's time is left on any clock. */
const allOverMs = timeoutMs + 4 * clockSkewMs;

/**
 * Two worlds with the same key have the same future. Times count from now on, and what is over for every clock is just
 * over; who has ended, and is named nowhere any more, counts only by what it may have sent.
 */
export const keyOf = ({ at, item, copies, copiesLeft, workers, persons, isSaidSent }: World): string => {
  const known = [
    isSaidSent || workers.some(({ isAccepted }) => isAccepted),
    workers.some(({ isRefused }) => isRefused),
    workers.some(({ text }) => text !== workers[0]?.text),
  ];
  const named = new Set<unknown>([item?.owner]);
  for (const { by, said } of copies) named.add(by).add(said?.about);
  for (const { saw, hasSpoken } of persons) if (!hasSpoken) named.add(saw.owner);
  const counted = workers.filter((worker) => isRunning(worker) || named.has(worker.name));
  const forgotten = workers.reduce((sum, worker) => sum + (counted.includes(worker) ? 0 : stands(worker)), 0);

  return [
    ...known,
    item ? itemKey(item, at) : '',
    copiesLeft,
    ...copies.map(({ write, said }) => writeKey(write, at) + (said ? said.word + said.about + said.knows : '')).sort(),
    `${workers.length}:${forgotten}`,
    ...counted.map((worker) => workerKey(worker, at)),
    ...persons.map(({ saw, knows, hasSpoken }) => (hasSpoken ? 'spoke' : saw.state + saw.owner + knows)).sort(),
  ].join(';');
};

const since = (ms: unknown, at: number) => Math.max(Number(ms) - at, -allOverMs);

const itemKey = ({ state, owner, leaseUntil, fingerprint }: Partial<Record<Attribute, unknown>>, at: number) =>
  `${state}${state === 'Sending' ? since(leaseUntil, at) : ''},${owner},${String(fingerprint).slice(0, 4)}`;

const writeKey = ({ when, set }: Write, at: number) =>
  itemKey(set, at) + when.map((row) => row.map(clauseKey).join('&')).join('|');

const workerKey = (worker: Worker, at: number): string => {
  const { name, doing, past, skew, text, isLate, posts, covered, isUntold, writtenAt, found } = worker;
  const sent = `${name}${posts}${covered}`;
  if ('answers' in doing) return sent + isUntold;
  const age = since(worker.at - skew, at);
  // What ends a claim asks nothing of the clock any more, but whether AWS had to end it before.
  const time = doing.asks === 'settle' || doing.asks === 'give back' ? age <= -timeoutMs || age : `${age},${skew}`;
  const what = 'write' in doing ? writeKey(doing.write, at) : writtenAt === undefined ? '' : since(writtenAt, at);
  const item = found && (typeof found.item === 'object' ? itemKey(found.item, at) : String(found.item));
  return `${sent}${doing.asks}${past},${time},${what},${text}${isLate},${item}`;
};

/** Times are no part of a condition, or else worlds that differ in them would have to be told apart. */
const conditional: readonly Attribute[] = ['pk', 'state', 'owner', 'fingerprint'];

const clauseKey = (clause: Clause): string => {
  if ('isAbsent' in clause) return clause.isAbsent;
  if (!conditional.includes(clause.name)) throw new Error(`the model does not look at ${clause.name}: teach it`);
  return clause.name + clause.isOneOf.map((value) => String(value).slice(0, 8)).join();
};
