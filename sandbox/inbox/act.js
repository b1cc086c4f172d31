/** Asks the sandbox to do something. Gives undefined once it is done, else why it could not be, in a sentence. */
export const act = async (path, body, method = 'POST') => {
  try {
    const response = await fetch(path, { method, body: JSON.stringify(body) });
    return response.ok ? undefined : ((await response.json()).message ?? 'The sandbox could not do it.');
  } catch {
    return 'The sandbox does not answer: is it still running?';
  }
};
