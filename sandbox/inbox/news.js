/** Tells a screen reader what arrived; a burst of texts becomes one sentence. */
import { byId } from './element.js';
import { stateOf } from './entries.js';
import { wordOf } from './repeats.js';
import { explain } from './states.js';

const gatherMs = 400;
let gathered = [];

/** `repeat`: the call that only heard of this entry's text again. */
export const tellNews = (entry, repeat) => {
  if (gathered.length === 0) setTimeout(tell, gatherMs);
  const about = repeat ?? entry;
  if (!gathered.some((told) => told.about === about)) gathered.push({ about, entry, repeat });
};

const tell = () => {
  const texts = gathered.filter(({ repeat }) => !repeat);
  const repeats = gathered.filter(({ repeat }) => repeat);
  byId('news').textContent =
    gathered.length === 1
      ? sentence(gathered[0])
      : [count(texts.length, 'new text'), count(repeats.length, 'repeated call')].filter(Boolean).join(', ');
  gathered = [];
};

const sentence = ({ entry, repeat }) =>
  repeat
    ? `${entry.conversation}, ${wordOf(repeat)}: ${explain(repeat.State).again}`
    : `${entry.conversation}, ${stateOf(entry)}: ${entry.text ?? 'no text'}`;

const count = (n, what) => n > 0 && `${n} ${what}${n === 1 ? '' : 's'}`;
