/**
 * The numbers and names that the function, the stack and the sandbox share.
 * Imports nothing, so that each of them may import it.
 */

/** The route to send by, as an HTTP API names it. The path is HotTask's own, so that its clients only change the host. */
export const sendRoute = { method: 'POST', path: '/chat/Chatbot/SendTwilioMessage' } as const;

/** What became of a message, by its key: a query, since the gateway would decode and cut a path. */
export const inquiryRoute = { method: 'GET', path: '/messages' } as const;

/** A caller's reminders, each under its own key. */
export const reminderRoutes = {
  set: { method: 'PUT', path: '/reminders/{key}' },
  move: { method: 'PATCH', path: '/reminders/{key}' },
  show: { method: 'GET', path: '/reminders/{key}' },
  cancel: { method: 'DELETE', path: '/reminders/{key}' },
  list: { method: 'GET', path: '/reminders' },
} as const;

export const sendFunction = {
  /** Must end before the gateway's 30 s. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
  timeoutSeconds: 20,
  memoryMb: 512,
} as const;

export const remindersFunction = {
  /** A `PATCH` whose every step takes all of its time has ended in 17 s. Must end before the gateway's 30 s too. */
  timeoutSeconds: 18,
  memoryMb: 512,
} as const;

/** What each step of one message may take at most, in milliseconds. A step gets this or what remains, whichever is less. */
export const timings = {
  secretsWithinMs: 2_000,
  claimWithinMs: 2_000,
  /** Reading the ledger, where a claim or a rule refused. */
  recallWithinMs: 2_000,
  /** Of a reminder alone: to take its own item before the claim, and the read where that failed. */
  takeWithinMs: 2_000,
  /** Of the reminders function: one read of its table, or one write. */
  reminderWithinMs: 2_000,
  /** Of the reminders function: one schedule created, read or deleted. */
  scheduleWithinMs: 3_000,
  connectWithinMs: 2_000,
  answerWithinMs: 8_000,
  /** Kept free behind every POST, for the two steps that write down what became of it. */
  settleWithinMs: 2_000,
  parkWithinMs: 2_000,
};
export type Timings = typeof timings;

/** How far a clock may be wrong, either way. Lambda's are kept within milliseconds. */
export const clockSkewMs = 5_000;

export const secretCache = {
  /** A value is used this long without asking again. */
  freshMs: 5 * 60_000,
  /** While Secrets Manager is down, a value is used this long after it was last read. */
  staleMs: 60 * 60_000,
  /** The shortest time between two reads that somebody's 401, or a failed read, asks for. */
  rereadMs: 30_000,
} as const;

/** Of the time that AWS leaves the reminders function: kept free for its answer. */
export const keptForAnswerMs = 500;

/** A list of reminders, for one call. `mostLookedAt`: items, where a State is asked for that few of them have. */
export const reminderList = { longestPage: 100, mostLookedAt: 1_000 } as const;

/** The index of the reminders table by which a caller's reminders are read in the order of their time. */
export const remindersByDueAt = { index: 'byDueAt', sortKey: 'dueAt' } as const;

/** HotTask's answer has about 200 bytes; more than this is not its answer. */
export const replyLimitBytes = 64 * 1024;

/** A message of 1,600 units, every one escaped, and five more fields fit in a third of this. */
export const bodyLimitBytes = 64 * 1024;

/** What a caller waits before it tries again, where HotTask names no time; and the longest that HotTask may ask for. */
export const retryAfterSeconds = { usual: 30, longest: 3_600 } as const;

/**
 * How long an environment sends nothing once it takes HotTask for down; each try that leaves its end open doubles it, up to
 * an hour or this share of the age that a message may have.
 */
export const breakerPause = { firstMs: 30_000, longestMs: 3_600_000, shareOfAge: 1 / 4 } as const;

/** How old a message may be, counted from its source's own time, where SEND_RULES.maxAgeSeconds says nothing. */
export const usualMaxAgeSeconds = 24 * 3_600;

/** EventBridge Scheduler keeps to the minute: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
export const precisionMs = 60_000;

/** By how much a reminder may be late, at least and where it says nothing: Scheduler itself takes up to a minute, and the queue may take some. */
export const leastLateBySeconds = 300;

/** At most as late as any message may be old; but no rules take its least from a reminder. */
export const longestLateBySeconds = (maxAgeSeconds: number): number => Math.max(leastLateBySeconds, maxAgeSeconds);

/** Everything asynchronous comes through it: EventBridge, Scheduler, SNS and who may write to it. */
export const mainQueue = {
  /** Six times the function's time-out, as AWS advises. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
  visibilitySeconds: 6 * sendFunction.timeoutSeconds,
  retentionDays: 4,
  /** Records in one invocation, sent at once. */
  batch: 10,
} as const;

/** What no retry can help waits here for a person. A record's clock goes on from its first queue. */
export const parkedQueue = { retentionDays: 14 } as const;

/**
 * So many receives that age ends a message and no count does: one for each visibility timeout, and a few for what a
 * throttled poll uses up. A day's worth at least, since a reminder that was fired too early waits for its time. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
export const maxReceiveCountFor = (maxAgeSeconds: number): number =>
  Math.ceil(Math.max(maxAgeSeconds, usualMaxAgeSeconds) / mainQueue.visibilitySeconds) + 10;

/** 33 h: above it `maxReceiveCountFor` would exceed the 1,000 that SQS takes. */
export const longestMaxAgeSeconds = 33 * 3_600;

/** Events of this detail-type on the default bus hold a message in `detail`. */
export const detailType = 'SendTwilioMessage';
