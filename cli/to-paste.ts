/** The next command, as a person pastes it. */
import type { GivenStack } from './which-stack.ts';

type Given = GivenStack & { local?: boolean };

/** It is about what this one was about: without --stage it would be about production. */
export const toPaste = (words: string, given: Given): string => `npm run hottask -- ${words}${optionsOf(given)}`;

/** What does not look like a region is not repeated. */
const regionForm = /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/;

export const optionsOf = ({ stage, region = '', local }: Given): string =>
  [
    stage === undefined ? '' : ` --stage ${stage}`,
    regionForm.test(region) ? ` --region ${region}` : '',
    local ? ' --local' : '',
  ].join('');
