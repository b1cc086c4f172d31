/** The Lambda Runtime API, as far as one process needs it: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html */
import { randomUUID } from 'node:crypto';
import { sendFunction } from '../../lambda/wiring.ts';
import { makeEvent } from './event.ts';
import { listen, type Reply } from './loopback.ts';

/** Calls after the first; their median is the warm time. */
const warmCalls = 30;

/** Moments on the clock of performance.now(). */
export interface Heard {
  /** The process asked for its first event: it is initialised. */
  polled: number;
  /** Its first answer was here. */
  answered: number;
  /** Milliseconds from event to answer, of each later call. */
  warm: number[];
}

export const startRuntimeApi = async () => {
  const heard = Promise.withResolvers<Heard>();
  const handedOut: number[] = [];
  const answered: number[] = [];
  let polled = 0;

  const next = (): Reply | undefined => {
    const now = performance.now();
    if (handedOut.length === 0) polled = now;
    if (handedOut.length > warmCalls) return undefined;
    handedOut.push(now);
    return {
      headers: {
        'content-type': 'application/json',
        'lambda-runtime-aws-request-id': randomUUID(),
        'lambda-runtime-deadline-ms': String(Date.now() + sendFunction.timeoutSeconds * 1_000),
        'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:us-east-1:000000000000:function:bench',
      },
      body: JSON.stringify(makeEvent()),
    };
  };

  const response = (body: string): Reply => {
    answered.push(performance.now());
    // A refusal would be quick too, and would be measured in the place of a text.
    if (JSON.parse(body).statusCode !== 200) heard.reject(new Error(`The answer was not a 200: ${body}`));
    if (answered.length > warmCalls) {
      const [first = 0, ...warm] = answered.map((at, call) => at - (handedOut[call] as number));
      heard.resolve({ polled, answered: (handedOut[0] as number) + first, warm });
    }
    return { status: 202, body: '{}' };
  };

  const { address, close } = await listen(({ path, body }) => {
    if (path.endsWith('/next')) return next();
    if (path.endsWith('/response')) return response(body);
    heard.reject(new Error(`The runtime client reported ${path}: ${body}`));
    return { status: 202, body: '{}' };
  });
  return { address, close, heard: heard.promise };
};
