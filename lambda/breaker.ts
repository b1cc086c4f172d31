/**
 * An outage of HotTask is not a thousand decisions: after a few messages in a row of which nobody knows whether they were
 * sent, this environment sends nothing for a while, and then tries with one.
 */
import type { Log } from './io/log.ts';
import { breakerPause, retryAfterSeconds } from './wiring.ts';

/**
 * What one message heard of HotTask. `ambiguous`, whatever the reason: each is a decision for a person.
 * `nothing`: it never got as far, or could not connect, which leaves nothing open.
 */
export type Heard = 'definite' | 'ambiguous' | 'nothing';

/** Leave to send one message. */
export interface Pass {
  heard: (what: Heard) => void;
  /** The message is over, whatever became of it. */
  leave: () => void;
}

export interface Breaker {
  /** Asked before each claim; `retryAfter` in seconds where nothing is sent now. */
  enter: () => Pass | { retryAfter: number };
}

interface Parts {
  /** So many in a row; 0 switches it off. */
  after: number;
  /** A message waits no longer than so, or it would be too old when HotTask is well again. */
  maxAgeSeconds: number;
  log: Log;
  now: () => number;
}

export const makeBreaker = ({ after, maxAgeSeconds, log, now }: Parts): Breaker => {
  const longestMs = Math.min(breakerPause.longestMs, maxAgeSeconds * 1_000 * breakerPause.shareOfAge);
  let inARow = 0;
  /** 0 while it is closed. */
  let pauseMs = 0;
  let openUntil = 0;
  let tryIsUnderWay = false;

  const open = (ms: number) => {
    pauseMs = Math.min(ms, longestMs);
    openUntil = now() + pauseMs;
    log.error('HotTask is taken for down', { seconds: pauseMs / 1_000 }, { BreakerOpened: 1 });
  };
  const close = () => {
    if (pauseMs > 0) log.info('HotTask answers again');
    inARow = 0;
    pauseMs = 0;
  };

  const passFor = (isTry: boolean): Pass => ({
    heard: (what) => {
      if (what === 'definite') return close();
      if (what === 'nothing' || after === 0) return;
      inARow += 1;
      // Of a batch that was on its way, only the one that opens it counts: a longer pause is for who has tried again.
      if (pauseMs === 0 && inARow >= after) open(breakerPause.firstMs);
      else if (pauseMs > 0 && isTry) open(2 * pauseMs);
    },
    leave: () => {
      if (isTry) tryIsUnderWay = false;
    },
  });

  return {
    enter: () => {
      if (pauseMs === 0) return passFor(false);
      if (tryIsUnderWay) return { retryAfter: retryAfterSeconds.usual };
      const leftMs = openUntil - now();
      // More than the pause is left only where the clock was set back.
      if (leftMs > 0 && leftMs <= pauseMs) return { retryAfter: Math.ceil(leftMs / 1_000) };
      tryIsUnderWay = true;
      return passFor(true);
    },
  };
};
