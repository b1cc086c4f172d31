/** One direct call of the send function, and what it says of the message. */
import { asObject, parseKeepingDigits } from '../lambda/json.ts';
import { type Access, asking, optionsFor } from './aws-access.ts';
import { patience } from './patience.ts';

export interface Told {
  state: string;
  /** What the function says; of a sent message HotTask's reply, with every digit. */
  reply: unknown;
}

/** The function ends after 20 s at the latest; nobody asks it twice but the person. */
const waiting = {
  maxAttempts: 1,
  requestHandler: { ...patience.requestHandler, requestTimeout: 30_000 },
};

/** The errors by which a direct call hears a state, where it is not the state's own name. */
const states: Record<string, string> = { InvalidMessage: 'Invalid', OutcomeUnknown: 'Unknown' };

/** Rejects with what AWS's SDK threw. */
export const invokeSend = async (FunctionName: string, message: object, access: Access): Promise<Told> => {
  const { InvokeCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
  const { FunctionError, Payload } = await asking(new LambdaClient({ ...optionsFor(access), ...waiting }), (client) =>
    client.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(message) })),
  );
  const value = asObject(parseKeepingDigits(Payload?.transformToString() || 'null'));
  if (FunctionError === undefined)
    return { state: typeof value?.State === 'string' ? value.State : 'Sent', reply: value ?? null };
  const name = String(value?.errorType ?? 'Error');
  return { state: states[name] ?? name, reply: String(value?.errorMessage ?? '') };
};
