/** HotTask, one for all cells: it treats each message as its cell says, and counts what reached it by the text. */
import type { HotTaskTrouble } from '../../sandbox/chaos/hottask-troubles.ts';
import {
  accepts,
  answers,
  type Behaviour,
  certificates,
  type Post,
  reset,
  startHotTaskPeer,
} from '../peers/hottask-peer.ts';
import type { OnEnd } from '../peers/on-end.ts';
import { makePoints, type Points } from './points.ts';

/** What it does with one POST. `mayAccept`: after it nobody outside can say that the recipient got no text. */
export interface Treatment {
  behave: Behaviour;
  mayAccept: boolean;
  /** It accepts it and says so: without one of these nobody can have heard Sent. */
  accepts?: true;
}

export const accepting: Treatment = { behave: answers(200, accepts), mayAccept: true, accepts: true };

/** What the sandbox makes too, here with TLS around it. */
export const treatmentOf = ({ behave, mayAccept }: HotTaskTrouble): Treatment => ({
  mayAccept,
  behave: (response, post) => behave(response, () => reset(response, post)),
});

export interface Recipient {
  /** All that HotTask has read of this message. */
  posts: Post[];
  /** How many of them it may have accepted: the texts that this person may have got. */
  texts: number;
  /** How many of these it has accepted and said so. */
  accepted: number;
  /** Asked at each POST, before `treatments`. */
  treat?: (() => Treatment | undefined) | undefined;
  /** The next treatments, in order; the last stays. None: it accepts. */
  treatments: Treatment[];
  points: Points;
}

export const startHotTask = async (onEnd: OnEnd) => {
  const recipients = new Map<string, Recipient>();
  const recipientOf = (text: string): Recipient => {
    const recipient = recipients.get(text) ?? {
      posts: [],
      texts: 0,
      accepted: 0,
      treatments: [],
      points: makePoints(),
    };
    recipients.set(text, recipient);
    return recipient;
  };

  const behave: Behaviour = async (response, post) => {
    // Who follows a redirect may come with nothing: that texts nobody.
    if (post.body === '') return answers(404, '')(response, post);
    const recipient = recipientOf(JSON.parse(post.body).Message);
    const { treatments, points } = recipient;
    const treatment = recipient.treat?.() ?? (treatments.length > 1 ? treatments.shift() : treatments[0]) ?? accepting;
    recipient.posts.push(post);
    if (treatment.mayAccept) recipient.texts += 1;
    if (treatment.accepts) recipient.accepted += 1;
    if ((await points.pass('HotTask has read it')) === 'drop') return;
    response.once('finish', () => points.pass('HotTask has answered'));
    treatment.behave(response, post);
  };
  const start = (name: 'good' | 'untrusted' | 'wrongName') => startHotTaskPeer(behave, certificates[name], onEnd);
  return {
    good: await start('good'),
    /** The same, behind certificates that prove nothing. */
    untrusted: await start('untrusted'),
    wrongName: await start('wrongName'),
    recipientOf,
    all: () => [...recipients.values()],
  };
};
