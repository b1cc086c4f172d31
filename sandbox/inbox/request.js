/** What the form holds, as the one request that both the Send button and the curl line make. */
const path = '/chat/Chatbot/SendTwilioMessage';

export const requestOf = ({ serial, number, text, key, notAfter, isDryRun }) => ({
  url: `http://127.0.0.1${location.port && `:${location.port}`}${path}`,
  path,
  headers: {
    Authorization: 'sandbox-key',
    'Content-Type': 'application/json',
    ...(key && { 'Idempotency-Key': key }),
  },
  body: JSON.stringify({
    SerialNumber: serial,
    ToPhoneNumber: number,
    Message: text,
    ...(notAfter && { NotAfter: new Date(notAfter).toISOString() }),
    ...(isDryRun && { DryRun: true }),
  }),
});

/** Answers {status, text, isReplayed} or {problem}; never throws. */
export const send = async ({ path, headers, body }) => {
  if (!canCarry(headers)) return { problem: 'A browser cannot send this key: use visible ASCII characters.' };
  try {
    const response = await fetch(path, { method: 'POST', headers, body });
    const isReplayed = response.headers.get('Idempotent-Replayed') === 'true';
    return { status: response.status, text: await response.text(), isReplayed };
  } catch {
    return { problem: 'No answer came back.' };
  }
};

const canCarry = (headers) => {
  try {
    return Boolean(new Headers(headers));
  } catch {
    return false;
  }
};
