/** The states in words: what happened to the text, and what its caller should do. The page's only place for both. */

/**
 * fate: whether it went out. tone: the chip's colour, beside its word and never instead of it.
 * inLedger: how the ledger's state is said, where that takes more than its name.
 * again: what became of a call that asked again with the key of such a text.
 * answerSaysNext: the function's own answer names the next step, so that a bubble which quotes it need not.
 * The keys are the closed union in lambda/outcome.ts, and what can happen around the function.
 */
export const states = {
  Sent: {
    fate: 'Sent',
    tone: 'good',
    happened: 'HotTask accepted it; delivery is not reported.',
    next: 'Nothing. Sent is not delivered: keep the SessionID if you may want to find the text in HotTask.',
    again: 'The first answer again, no second text.',
  },
  DryRun: {
    fate: 'Not sent',
    tone: 'quiet',
    happened: 'Checked and not sent: a dry run was asked for.',
    next: 'Send it without DryRun when it should go out.',
  },
  Invalid: {
    fate: 'Not sent',
    tone: 'bad',
    happened: 'The message or its key breaks the contract.',
    next: 'Mend each field that the answer names, then send it again.',
    answerSaysNext: true,
  },
  Unauthorized: {
    fate: 'Not sent',
    tone: 'bad',
    happened: 'The caller key is missing or wrong, or the caller who set the reminder was removed.',
    next: 'Put the caller key (here: sandbox-key) into the Authorization header, without "Bearer".',
    answerSaysNext: true,
  },
  Blocked: {
    fate: 'Not sent',
    tone: 'bad',
    happened: 'A rule of this deployment (SEND_RULES) refuses it.',
    next: 'Do not repeat it: have the rule changed, or leave this number alone.',
  },
  InProgress: {
    fate: 'Being sent',
    tone: 'warn',
    happened: 'Another call with the same key is sending it right now.',
    next: 'Wait as long as Retry-After says, then ask again with the same key.',
    again: 'Told to wait, no second text.',
  },
  KeyReused: {
    fate: 'Not sent',
    tone: 'bad',
    happened: 'This key already belongs to another message.',
    next: 'Give each message a key of its own.',
  },
  Cancelled: {
    fate: 'Not sent',
    tone: 'quiet',
    happened: 'Its reminder was cancelled or moved.',
    next: 'Nothing.',
  },
  Expired: {
    fate: 'Not sent',
    tone: 'quiet',
    happened: 'Its time has passed: its NotAfter, the age that the rules allow, or of a reminder its LateBySeconds.',
    next: 'If it should still go out, send it anew with the same key, and a later NotAfter where it had one; a reminder is set anew.',
    answerSaysNext: true,
  },
  Refused: {
    fate: 'Not sent',
    tone: 'bad',
    happened: 'HotTask definitely refused it.',
    next: "Do not repeat it: read HotTask's Code and Message, mend the number or the text, and use a new key.",
    again: 'The same refusal again; HotTask was not asked twice.',
  },
  NotSent: {
    fate: 'Not sent',
    tone: 'bad',
    happened: 'It definitely did not go out, and the message is not at fault.',
    next: 'Try the same message again with the same key, after the seconds in Retry-After.',
    inLedger: 'NotSent, may be tried again',
    answerSaysNext: true,
  },
  Unknown: {
    fate: 'Perhaps sent',
    tone: 'warn',
    happened: 'HotTask may have it: its answer is lost or unclear.',
    next: 'Do not send it again before you have looked in HotTask: the person might get it twice.',
    inLedger: 'Unknown, until a person settles it',
    again: 'Still unknown; it was not sent a second time.',
    answerSaysNext: true,
  },
};

/** What a caller can meet besides the states of the function. */
const around = {
  Error: {
    fate: 'Perhaps sent',
    tone: 'warn',
    happened: 'The function ended without an outcome.',
    next: "Read the sandbox's output, and look in HotTask before you send it again.",
  },
  'No state': {
    fate: 'Perhaps sent',
    tone: 'warn',
    happened: 'The gateway answered by itself, without a State.',
    next: 'Check the address; if that is right, try again only with the same key.',
  },
  'No answer': {
    fate: 'Perhaps sent',
    tone: 'warn',
    happened: 'The sandbox could not be reached, or the connection was lost.',
    next: 'Is "npm start" still running? Look among the texts before you send it again.',
  },
  /** Of a reminder: it goes out at its time. */
  Scheduled: {
    fate: 'To be sent',
    tone: 'quiet',
    happened: 'It goes out at its time.',
    next: 'Nothing.',
  },
  /** A call that takes long. */
  UnderWay: {
    fate: 'Being sent',
    tone: 'quiet',
    happened: 'HotTask has not answered yet.',
    next: 'Wait for the answer.',
  },
  /** A Sent that was heard again, where its text is not on the page any more. */
  Replayed: {
    fate: 'Sent before',
    tone: 'quiet',
    happened: 'Its key was used before: the first answer again, no second text.',
    next: 'Nothing. For another text take a new key.',
  },
  /** A text whose call has not ended yet, or that was posted past the function. */
  Accepted: {
    fate: 'Sent',
    tone: 'good',
    happened: 'HotTask accepted it; no answer of the function is known.',
    next: 'Nothing.',
  },
};

const unheardOf = {
  fate: 'Perhaps sent',
  tone: 'warn',
  happened: 'This page does not know the state.',
  next: 'Look it up in the README before you send it again.',
};

export const explain = (state) =>
  Object.hasOwn(states, state) ? states[state] : Object.hasOwn(around, state) ? around[state] : unheardOf;
