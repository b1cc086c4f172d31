import { once } from 'node:events';
import { connect } from 'node:net';
import { text as readAll } from 'node:stream/consumers';

/** One HTTP exchange written by hand, for what no client would send. The request must ask for `Connection: close`. */
export const rawHttp = async (
  url: string,
  lines: string[],
): Promise<{ status: number; text: string; head: string }> => {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(lines.join('\r\n'));
  const [head = '', ...body] = (await readAll(socket)).split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), head, text: body.join('\r\n\r\n') };
};
