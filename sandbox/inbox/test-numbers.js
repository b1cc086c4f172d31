/** The numbers for which HotTask's stand-in does something else than accept, in the order of the state they lead to. */
export const testNumbers = [
  {
    state: 'Sent',
    numbers: {
      '+15005550006': 'all is well',
    },
  },
  {
    state: 'Refused',
    numbers: {
      '+15005550001': 'the number is invalid',
      '+15005550004': 'the person has opted out',
      '+15005550400': 'HotTask answers 400',
    },
  },
  {
    state: 'NotSent',
    numbers: {
      '+15005550401': 'HotTask refuses our secret key (401)',
      '+15005550404': 'HotTask does not know the address (404)',
      '+15005550429': 'HotTask takes no more for now (429)',
    },
  },
  {
    state: 'Unknown',
    numbers: {
      '+15005551001': 'HotTask never answers (takes a while)',
      '+15005551002': 'the connection breaks after HotTask read it',
      '+15005551003': 'the answer is cut off',
      '+15005551004': 'the answer is a web page',
      '+15005551005': 'the answer is empty',
      '+15005551006': 'a 200 that says Code 500',
      '+15005551007': 'success, but Data.Status "False"',
      '+15005550302': 'HotTask redirects (302)',
      '+15005550503': 'HotTask fails (503)',
    },
  },
];

const words = new Map(testNumbers.flatMap(({ numbers }) => Object.entries(numbers)));
const byStatus = /^\+15005550([3-9]\d\d)$/;

/** What the stand-in does at this number, or undefined for a number like any other. */
export const aboutNumber = (number) => {
  const status = byStatus.exec(number)?.[1];
  const what = words.get(number) ?? (status ? `HotTask answers ${status}` : undefined);
  return what && `Test number: ${what}`;
};
