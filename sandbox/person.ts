/**
 * What a person does on the page with what waits: replay, drop, settle, by the same desks as the command line.
 * Their SDK clients are loaded when they are first used, since most starts of the sandbox never do.
 */
import type { LedgerDesk } from '../cli/ledger-desk.ts';
import type { ParkedDesk } from '../cli/parked-desk.ts';
import { asObject, readObject } from '../lambda/json.ts';
import { pkOf } from '../lambda/ledger/identity.ts';
import { type Answer, json, readBody } from './loopback.ts';
import { ledgerTable, nearby, queues, queueUrl } from './settings.ts';

interface Parts {
  awsUrl: string;
  /** Epoch ms. */
  now: () => number;
}

const longestBodyBytes = 64 * 1_024;

/** What was asked for cannot be done; the sentence says why, with the mend. */
class Refused extends Error {}

export const makePerson = ({ awsUrl, now }: Parts): Record<'replay' | 'drop' | 'settle', Answer> => {
  const parkedDesk = async (): Promise<ParkedDesk> => {
    const [{ SQSClient }, { makeParkedDesk }] = await Promise.all([
      import('@aws-sdk/client-sqs'),
      import('../cli/parked-desk.ts'),
    ]);
    const [main, parked] = [queueUrl(awsUrl, queues.main), queueUrl(awsUrl, queues.parked)];
    return makeParkedDesk({ client: new SQSClient(nearby(awsUrl)), main, parked, now });
  };
  const ledgerDesk = async (): Promise<LedgerDesk> => {
    const [{ DynamoDBClient }, { makeLedgerDesk }] = await Promise.all([
      import('@aws-sdk/client-dynamodb'),
      import('../cli/ledger-desk.ts'),
    ]);
    return makeLedgerDesk({ client: new DynamoDBClient(nearby(awsUrl)), TableName: ledgerTable, now });
  };
  const reading = async () => (await import('../cli/parked-reading.ts')).whileReading;

  const replay = async ({ Ids, Until }: Record<string, unknown>) => {
    const [desk, whileReading] = [await parkedDesk(), await reading()];
    const { prepare, carryOut } = await import('../cli/replay-parked.ts');
    const { makeRuleDesk } = await import('../cli/rule-desk.ts');
    const until = Until === undefined ? undefined : Date.parse(String(Until));
    if (Number.isNaN(until)) throw new Refused('Until must be an instant such as 2027-03-01T09:00:00Z');
    const isChosen = chosen(Ids);
    return whileReading(desk, { progress: () => {} }, async (all, isGone) => {
      const plan = await prepare(
        all,
        { isChosen, isNamed: true, now: desk.now(), until },
        makeRuleDesk({ isLocal: true, region: undefined }),
      );
      const { failures, gone } = await carryOut(desk, plan, () => {});
      isGone(gone);
      const left = plan.find(({ does }) => does === 'leave');
      if (gone.length === 0)
        throw new Refused(left ? `Left where it is: ${left.note.replace('give --until', byCommand)}` : notThere);
      return { Gone: gone.map(({ id }) => id), Failed: [...failures.keys()] };
    });
  };

  const drop = async ({ Ids }: Record<string, unknown>) => {
    const [desk, whileReading] = [await parkedDesk(), await reading()];
    const isChosen = chosen(Ids);
    return whileReading(desk, { progress: () => {} }, async (all, isGone) => {
      const records = all.filter(isChosen).map(({ record }) => record);
      if (records.length === 0) throw new Refused(notThere);
      const failures = await desk.drop(records);
      const gone = records.filter(({ id }) => !failures.has(id));
      isGone(gone);
      return { Gone: gone.map(({ id }) => id), Failed: [...failures.keys()] };
    });
  };

  const settle = async ({ Scope, IdempotencyKey, State, Why, By }: Record<string, unknown>) => {
    const { readWord } = await import('../cli/word.ts');
    const { whyNot } = await import('../cli/seen.ts');
    if (State !== 'Sent' && State !== 'NotSent') throw new Refused('State must be Sent or NotSent');
    const word = readWord({ state: State, why: String(Why ?? ''), by: String(By ?? 'the page') });
    if ('problems' in word) throw new Refused(word.problems.join('. '));
    const desk = await ledgerDesk();
    const seen = await desk.look(pkOf(String(Scope), String(IdempotencyKey)));
    if (!seen || whyNot(seen) || seen.item === 'foreign')
      throw new Refused('It is not Unknown: there is nothing to settle');
    const done = await desk.settle(seen.item, word);
    if (done === 'lost' || !('settled' in done)) throw new Refused('Somebody else was faster: look at it again');
    return { State };
  };

  return { replay: answering(replay), drop: answering(drop), settle: answering(settle) };
};

const byCommand = 'npm run hottask -- parked replay takes --until';
const notThere = 'It is not there any more: somebody has replayed or dropped it';

const chosen = (ids: unknown) => {
  const wanted = new Set(Array.isArray(ids) ? ids : []);
  return ({ record }: { record: { id: string } }): boolean => wanted.has(record.id);
};

const answering =
  (act: (asked: Record<string, unknown>) => Promise<object>): Answer =>
  async (request, response) => {
    const asked = asObject(readObject((await readBody(request, longestBodyBytes)).toString('utf8'))) ?? {};
    try {
      json(response, 200, await act(asked));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      json(response, 409, { message: error.message });
    }
  };
