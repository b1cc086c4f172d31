/** Asks the sandbox to do something: `told` is its answer once it is done, else `problem` says why it could not be, in a sentence. */
export const ask = async (path, body, method = 'POST') => {
  try {
    const response = await fetch(path, { method, body: JSON.stringify(body) });
    const told = JSON.parse((await response.text()) || '{}');
    return response.ok ? { told } : { problem: told.message ?? 'The sandbox could not do it.' };
  } catch {
    return { problem: 'The sandbox does not answer: is it still running?' };
  }
};

/** Where only the problem counts; undefined once it is done. */
export const act = async (path, body, method) => (await ask(path, body, method)).problem;
