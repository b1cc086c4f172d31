/** The Copy button, and what it did. */
import { byId } from './element.js';

const feedbackMs = 2_000;
let back;

export const offerCopy = () => byId('copy').addEventListener('click', copy);

const copy = async () => {
  const line = byId('curl');
  try {
    await navigator.clipboard.writeText(line.textContent);
    tell('Copied', 'The curl line is copied.');
  } catch {
    getSelection().selectAllChildren(line);
    tell('Press Ctrl+C', 'The curl line is selected: press Ctrl+C or Cmd+C to copy it.');
  }
};

const tell = (short, long) => {
  byId('copy').textContent = short;
  byId('copied').textContent = long;
  clearTimeout(back);
  back = setTimeout(() => {
    byId('copy').textContent = 'Copy';
    byId('copied').textContent = '';
  }, feedbackMs);
};
