/** The form's key: a new one for each text, so that a lost answer can be asked for again. Who types one keeps it. */
import { byId } from './element.js';

/** The message is done with: what the form sends next is another one. After all else the same key may be tried again. */
const isDone = ['Sent', 'Refused', 'KeyReused'];

let ours = '';
let isUsed = false;

const isOurs = () => byId('key').value === ours && ours !== '';

export const renewKey = () => {
  const digits = crypto.getRandomValues(new Uint32Array(2));
  ours = `try-${[...digits]
    .map((n) => n.toString(36))
    .join('')
    .slice(0, 8)}`;
  isUsed = false;
  byId('key').value = ours;
};

/** Another text under a used key would be refused. */
export const keyForEdited = (input) => {
  if (input !== byId('key') && isOurs() && isUsed) renewKey();
};

export const keyWasUsed = () => {
  isUsed ||= isOurs();
};

export const keyAfter = (state) => {
  if (isOurs() && isDone.includes(state)) renewKey();
};
