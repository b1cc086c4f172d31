/** JSON.parse turns SessionID 123123123123123123 into …120, so whole numbers that long stay the text they came as. */
const keepDigits = (_name, value, context) =>
  typeof value === 'number' && !Number.isSafeInteger(value) && context ? context.source : value;

export const parseKeepingDigits = (text) => JSON.parse(text, keepDigits);
