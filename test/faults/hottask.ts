/** HotTask, one for all cells: it may treat each message in its own way, and counts what reached it by the text. */
import { accepts, answers, type Behaviour, certificates, type Post, startHotTaskPeer } from '../peers/hottask-peer.ts';
import type { OnEnd } from '../peers/on-end.ts';
import { makePoints, type Points } from './points.ts';

/** What it does with one POST. `mayAccept`: after it nobody outside can say that the recipient got no text. */
export interface Treatment {
  behave: Behaviour;
  mayAccept: boolean;
}

export interface Recipient {
  /** All that HotTask has read of this message. */
  posts: Post[];
  /** How many of them it may have accepted: the texts that this person may have got. */
  texts: number;
  /** The next treatments, in order; the last stays. */
  treat: (...next: Treatment[]) => void;
  points: Points;
}

const wellTreated: Treatment = { behave: answers(200, accepts), mayAccept: true };

export const startHotTask = async (onEnd: OnEnd) => {
  const recipients = new Map<string, Recipient & { next: () => Treatment }>();
  const recipientOf = (text: string) => {
    const known = recipients.get(text);
    if (known) return known;
    let treatments = [wellTreated];
    const recipient = {
      posts: [] as Post[],
      texts: 0,
      treat: (...next: Treatment[]) => {
        treatments = next.length > 0 ? next : [wellTreated];
      },
      next: () => (treatments.length > 1 ? treatments.shift() : treatments[0]) as Treatment,
      points: makePoints(),
    };
    recipients.set(text, recipient);
    return recipient;
  };

  const behave: Behaviour = async (response, post) => {
    const recipient = recipientOf(JSON.parse(post.body).Message);
    const treatment = recipient.next();
    recipient.posts.push(post);
    if (treatment.mayAccept) recipient.texts += 1;
    if ((await recipient.points.pass('HotTask has read it')) === 'drop') return;
    response.once('finish', () => recipient.points.pass('HotTask has answered'));
    treatment.behave(response, post);
  };
  const [good, untrusted, wrongName] = await Promise.all(
    (['good', 'untrusted', 'wrongName'] as const).map((name) => startHotTaskPeer(behave, certificates[name], onEnd)),
  );
  return { good, untrusted, wrongName, recipientOf: recipientOf as (text: string) => Recipient } as {
    good: { url: string };
    untrusted: { url: string };
    wrongName: { url: string };
    recipientOf: (text: string) => Recipient;
  };
};
