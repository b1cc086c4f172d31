/** A stage: one deployment of its own, with settings of its own, in this account or another. */

/** Chosen where nobody names one; the only one that texts whom its prefixes allow unless its settings say so. */
export const production = 'production';

/** It is part of the stack's name. */
export const stageForm = /^[a-z][a-z0-9-]{0,19}$/;

/** Production bears the name that stood before there were stages: a renamed stack would be another one. */
export const stackNameOf = (stage: string): string =>
  stage === production ? 'HotTaskMessenger' : `HotTaskMessenger-${stage}`;
