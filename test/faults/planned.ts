/** What strikes one delivery by plan: one fault, each time that its call comes by. */
import { type AwsTrouble, awsTroubles } from '../../sandbox/chaos/aws-troubles.ts';
import { type HotTaskTrouble, hottaskTroubles } from '../../sandbox/chaos/hottask-troubles.ts';
import { type Treatment, treatmentOf } from './hottask.ts';
import { closeInTls, hang, type Line, resetInTls } from './line.ts';
import type { Point } from './points.ts';
import type { Step } from './scene.ts';
import { type Blow, blows, type Struck } from './struck.ts';

export interface Stroke {
  name: string;
  /** Only a process that has not read the secrets yet meets it. */
  isOfReading?: true;
  secret?: { id: string; trouble: AwsTrouble };
  call?: { step: Step; trouble: AwsTrouble };
  line?: Line;
  treatment?: Treatment;
  blow?: { at: Point; blow: Blow };
  /** What HotTask does, so that the call is made at all. */
  after?: Treatment;
}

export const makePlanned = (stroke: Stroke): Struck => {
  const struck: string[] = [];
  const if_ = <T>(fits: unknown, what: T | undefined): T | undefined => {
    if (!fits || what === undefined) return undefined;
    if (!struck.includes(stroke.name)) struck.push(stroke.name);
    return what;
  };
  return {
    struck,
    secret: (id) => if_(stroke.secret?.id === id, stroke.secret?.trouble),
    trouble: (step) => if_(stroke.call?.step === step, stroke.call?.trouble),
    line: () => if_(true, stroke.line),
    treatment: () => if_(true, stroke.treatment) ?? stroke.after,
    blow: (point) => if_(stroke.blow?.at === point, stroke.blow?.blow),
  };
};

/** Of a call that changes nothing: no copy of it does harm. */
const ofReading: AwsTrouble[] = ['fails', 'is throttled', 'is denied', 'is lost', 'is never answered'];
const writes = ['claim', 'settle', 'parking'] as const;
const lines: Record<string, Line> = { 'is reset in TLS': resetInTls, 'is closed in TLS': closeInTls, hangs: hang };
const points: Point[] = [
  'the claim has arrived',
  'the claim is written',
  'the connection is accepted',
  'HotTask has read it',
  'the settle has arrived',
  'the settle is written',
  'the parking has arrived',
  'the parking is written',
];

/** Nobody knows whether it was sent, so it is parked. */
const after = treatmentOf(hottaskTroubles['resets the connection']);
const parks = (where: string) => where.includes('parking') && { after };

/** All faults that one delivery on the queue can meet. */
export const strokes: readonly Stroke[] = [
  ...['hottask', 'messenger'].flatMap((id) =>
    ofReading.map(
      (trouble): Stroke => ({ name: `the read of ${id} ${trouble}`, isOfReading: true, secret: { id, trouble } }),
    ),
  ),
  ...ofReading.map((trouble): Stroke => ({ name: `the recall ${trouble}`, call: { step: 'recall', trouble } })),
  ...writes.flatMap((step) =>
    awsTroubles.map((trouble): Stroke => ({ name: `the ${step} ${trouble}`, call: { step, trouble }, ...parks(step) })),
  ),
  ...Object.entries(lines).map(([name, line]): Stroke => ({ name: `the connection ${name}`, line })),
  ...Object.entries<HotTaskTrouble>(hottaskTroubles).map(
    ([name, trouble]): Stroke => ({ name: `HotTask ${name}`, treatment: treatmentOf(trouble) }),
  ),
  ...points.flatMap((at) =>
    blows.map((blow): Stroke => ({ name: `${at}: ${blow}`, blow: { at, blow }, ...parks(at) })),
  ),
];
