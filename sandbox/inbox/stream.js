/** What happens, as it happens. Each connection begins with a snapshot, so nothing from before it stays on the page. */
import { parseKeepingDigits } from './digits.js';
import { byId } from './element.js';

const againMs = 2_000;

/** `handlers`: event name → what to do with its data. */
export const startStream = (handlers) => {
  const source = new EventSource('/api/stream');
  for (const [name, handle] of Object.entries(handlers))
    source.addEventListener(name, ({ data }) => handle(parseKeepingDigits(data)));
  source.addEventListener('snapshot', () => show('live', 'Live'));
  source.addEventListener('error', () => {
    show('lost', 'Reconnecting … (may be out of date)');
    // EventSource gives up after an answer that is no stream, and comes back by itself after everything else.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => startStream(handlers), againMs);
  });
};

const show = (state, words) => {
  const connection = byId('connection');
  connection.dataset.state = state;
  if (connection.textContent !== words) connection.textContent = words;
};
