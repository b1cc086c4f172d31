/**
 * Logs as JSON lines; only the fields below, each only in its form, so that nothing else can slip in. They look as those of
 * Powertools' logger, which is 20 KB to read at each start for what are ten lines here.
 * What is counted stands in the same lines, in CloudWatch's embedded metric format:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
import { Console } from 'node:console';
import { type Counts, metricNamespace } from '../metrics.ts';

export interface Fields {
  /** The event's id: over HTTP the gateway's, which the caller has as X-Request-Id. */
  requestId?: string | undefined;
  /** Lambda's own request id, as its platform logs have it. */
  invocation?: string | undefined;
  entrance?: string | undefined;
  /** A row of the table in outcome.ts. */
  fact?: string | undefined;
  state?: string | undefined;
  /** The answer of an earlier call with the same key, heard again. */
  isReplayed?: boolean | undefined;
  /** It waits for a person. */
  isParked?: boolean | undefined;
  /** The caller gave no key, so the event's own id stands for it: a repeated call is another message. */
  isKeyDerived?: boolean | undefined;
  /** How the message was wrapped. */
  envelope?: string | undefined;
  /** Of a reminder: which change of it. */
  revision?: number | undefined;
  /** How many POSTs were begun. */
  attempts?: number | undefined;
  /** How long something lasts. */
  seconds?: number | undefined;
  /** HTTP status of HotTask's answer. */
  status?: number | undefined;
  /** Node's or AWS's own name for an error, such as ECONNREFUSED. */
  code?: string | undefined;
  errorName?: string | undefined;
  /** The frames of a stack, without its first line: the message may quote anything. */
  frames?: string[] | undefined;
}

export type Level = 'info' | 'warn' | 'error';
export type Log = Record<Level, (what: string, fields?: Fields, counts?: Counts) => void>;

const words = /^[\w '".,-]{1,80}$/;
const name = /^[\w.:-]{1,128}$/;
/** Gateway and Lambda request ids: base64 characters or a uuid, and no phone number. */
const id = /^(?!\+?\d+$)[\w=+/-]{1,64}$/;
const frame = /^\s*at [^"']{1,300}$/;

const text = (form: RegExp) => (value: unknown) => (typeof value === 'string' && form.test(value) ? value : undefined);
const yes = (value: unknown) => (value === true ? value : undefined);
const number = (value: unknown) => (typeof value === 'number' ? value : undefined);
const list = (form: RegExp) => (value: unknown) =>
  Array.isArray(value) ? value.filter((line) => text(form)(line)) : undefined;

const allowed: Record<keyof Fields, (value: unknown) => unknown> = {
  requestId: text(id),
  invocation: text(id),
  entrance: text(words),
  fact: text(words),
  state: text(name),
  isReplayed: yes,
  isParked: yes,
  isKeyDerived: yes,
  envelope: text(words),
  revision: number,
  attempts: number,
  seconds: number,
  status: number,
  code: text(name),
  errorName: text(name),
  frames: list(frame),
};

/** The fields that may be logged, in their form; all others are dropped. */
export const permitted = (fields: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => {
      const kept = Object.hasOwn(allowed, key) ? allowed[key as keyof Fields](value) : undefined;
      return kept === undefined ? [] : [[key, kept]];
    }),
  );

/** @param functionName what is counted stands under it, and under it with the entrance */
export const makeLog = (functionName: string): Log => {
  // Not the console that Lambda puts in its place: that would make of a line the text of another.
  const out = new Console({ stdout: process.stdout, stderr: process.stderr });
  const at =
    (level: Level): Log[Level] =>
    (what, fields = {}, counts = {}) => {
      const kept = permitted(fields);
      const head = { level: level.toUpperCase(), message: what, timestamp: new Date().toISOString(), service };
      const line = { ...head, xray_trace_id: traceId(), ...kept, ...embedded(counts, functionName, kept.entrance) };
      out[level](JSON.stringify(line));
    };
  return { info: at('info'), warn: at('warn'), error: at('error') };
};

const service = 'hottask-messenger';

/** X-Ray's id of this invocation, where Lambda traces it: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const traceId = (): string | undefined => /(?:^|;)Root=([\w-]{1,64})/.exec(process.env._X_AMZN_TRACE_ID ?? '')?.[1];

const embedded = (counts: Counts, functionName: string, Entrance: unknown): object => {
  const names = Object.keys(counts);
  if (names.length === 0) return {};
  const Metrics = names.map((Name) => ({ Name, Unit: Name === 'AttemptAge' ? 'Seconds' : 'Count' }));
  const Dimensions = [['Function'], ...(Entrance === undefined ? [] : [['Function', 'Entrance']])];
  const _aws = { Timestamp: Date.now(), CloudWatchMetrics: [{ Namespace: metricNamespace, Dimensions, Metrics }] };
  return { _aws, Function: functionName, Entrance, ...counts };
};
