/** Whom a mutant harms, where several do the same. */
export const twice = 'the recipient gets the same text twice';
export const late = 'the recipient gets the text too late';
export const needless = 'the recipient gets no text, until a person has looked for nothing';
export const deaf = 'a text goes out, and the process ends before it hears or writes down what became of it';
export const other = 'the recipient gets another text than the key was first used for';
export const untrue = 'the caller hears what is not true, and repeats it or gives it up';
export const forgotten = 'what waits for a person is forgotten, and may be sent again';
export const later = 'the recipient gets no text for a hiccup of DynamoDB, until somebody tries again';
export const thaw =
  'a frozen process wakes with an open socket or timer, and does hours later what nobody asks any more';
export const lost = 'the recipient gets no text, and the caller takes it for sent';
export const road = 'the caller hears "expired" of a sent text, and sends it by another road';
export const endless = 'the caller hears "in progress" for ever';
export const forever = 'the ledger keeps for ever who was texted';
export const silent = 'nobody learns that a sent text will read as Unknown';
export const ended = 'the process ends in the middle, and the caller hears nothing';
export const pointless = 'HotTask gets a message over and over that it will never take';
export const reads = 'who has the table reads numbers and texts';
