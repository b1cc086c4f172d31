/** Tells a screen reader what arrived; a burst of texts becomes one sentence. */
import { byId } from './element.js';
import { stateOf } from './entries.js';

const gatherMs = 400;
let gathered = [];

export const tellNews = (entry) => {
  if (gathered.length === 0) setTimeout(tell, gatherMs);
  if (!gathered.includes(entry)) gathered.push(entry);
};

const tell = () => {
  const [first, ...others] = gathered;
  byId('news').textContent =
    others.length === 0
      ? `${first.conversation}, ${stateOf(first)}: ${first.text ?? 'no text'}`
      : `${others.length + 1} new texts`;
  gathered = [];
};
