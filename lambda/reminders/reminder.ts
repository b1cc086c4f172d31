/** One item of the reminders table: what was asked for under one caller's key. Number and text live in the schedule alone. */

export interface Reminder {
  /** Name of the caller whose key it is; the table's pk. */
  caller: string;
  /** The caller's own name for it, such as `appt-42.24h`; the table's sk. */
  key: string;
  /** Grows by one with each change. */
  revision: number;
  /** Of the change that made this revision: two changes at once must not take each other's schedule for theirs. */
  nonce: string;
  state: 'Active' | 'Cancelled';
  /** Wall-clock time as it was given. Absent from the mark that a cancel leaves where there was nothing. */
  when?: When;
  /** Epoch ms. Set once a firing has taken it: until then that firing may be sending. */
  firingUntil?: number;
  /** Epoch ms of the last firing that took it. */
  firedAt?: number;
  /** Epoch ms of the last change. */
  changedAt: number;
}

/** When it goes out. */
export interface When {
  /** Wall-clock time such as `2027-03-01T09:00:00`, as it was asked for. */
  at: string;
  /** IANA name. */
  timeZone: string;
  /** The instant at which it goes out, epoch ms: what its caller was told, and what its text is known by. */
  dueAt: number;
  /** IANA's release of the table by which that was found, such as `2026f`. Absent where 0.6.0 set it, by Node's own table. */
  timeZoneData?: string;
  /** By how much a text may be late; later it is not sent. */
  lateBySeconds: number;
  /** Its message's own, in epoch ms: from then on it is not sent either. */
  notAfter?: number;
}

/** From then on nothing is sent, in epoch ms. */
export const endOf = ({ dueAt, lateBySeconds, notAfter = Number.POSITIVE_INFINITY }: When): number =>
  Math.min(dueAt + lateBySeconds * 1_000, notAfter);

export type Attribute =
  | 'pk'
  | 'revision'
  | 'nonce'
  | 'state'
  | 'at'
  | 'timeZone'
  | 'dueAt'
  | 'timeZoneData'
  | 'lateBySeconds'
  | 'notAfter'
  | 'firingUntil'
  | 'firedAt'
  | 'changedAt'
  | 'requestId'
  | 'expiresAt';

/** An item that is there and cannot be read: another version wrote it. Nothing is sent or changed under its key. */
export type Foreign = 'foreign';

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isNumber = (value: unknown): value is number => typeof value === 'number';

export const readReminder = (raw: Record<string, unknown>): Reminder | Foreign => {
  const {
    pk,
    sk,
    revision,
    nonce,
    state,
    changedAt,
    firingUntil,
    firedAt,
    at,
    timeZone,
    dueAt,
    timeZoneData,
    lateBySeconds,
    notAfter,
  } = raw;
  if (!isText(pk) || !isText(sk) || !isNumber(revision) || !isText(nonce) || !isNumber(changedAt)) return 'foreign';
  if (state !== 'Active' && state !== 'Cancelled') return 'foreign';
  const isWhole = isText(at) && isText(timeZone) && isNumber(dueAt) && isNumber(lateBySeconds);
  // Only the mark of a cancel has no time.
  if (!isWhole && (state === 'Active' || at !== undefined)) return 'foreign';
  return {
    caller: pk,
    key: sk,
    revision,
    nonce,
    state,
    changedAt,
    ...(isWhole && {
      when: {
        ...{ at, timeZone, dueAt, lateBySeconds },
        ...(isText(timeZoneData) && { timeZoneData }),
        ...(isNumber(notAfter) && { notAfter }),
      },
    }),
    ...(isNumber(firingUntil) ? { firingUntil } : {}),
    ...(isNumber(firedAt) ? { firedAt } : {}),
  };
};

/** Which reminder a schedule fires, as we wrote it into the schedule's event: which revision, made by which change. */
export interface Firing {
  caller: string;
  key: string;
  revision: number;
  nonce: string;
  /** The instant that its caller was told, epoch ms. Absent where 0.6.0 set it: only its item has it then. */
  dueAt?: number;
}

/** A firing has taken it, and may be sending. */
export const isGoingOut = ({ firingUntil }: Reminder, now: number): boolean =>
  firingUntil !== undefined && firingUntil > now;

/** A key of the caller's own. It stands in a path: `.` and `..` would be taken out of it before anybody asks. */
export const reminderKeyForm = /^(?!\.{1,2}$)[A-Za-z0-9._~-]{1,128}$/;

/**
 * Under which its text stands in the ledger, in the scope `reminder`. Not the revision: an edit in the firing minute is
 * still one text. A reminder that the stack declares has no caller.
 */
export const ledgerKeyOfReminder = (caller: string | undefined, key: string, dueAt: number): string =>
  `${caller ?? ''}/${key}/${isoSeconds(dueAt)}`;

/** Such as `2027-03-01T08:00:00Z`. Nothing is due between two seconds. */
export const isoSeconds = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');
