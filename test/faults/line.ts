/** The line to HotTask, below TLS: in front of it for one process, so that a test may cut it or keep it silent. */
import { connect, type Socket } from 'node:net';
import { startTcpPeer } from '../peers/hottask-peer.ts';
import type { OnEnd } from '../peers/on-end.ts';
import type { Scene } from './scene.ts';

/** What becomes of a connection. */
export type Line = (socket: Socket) => void;

/** It leads on to this server. */
export const through = ({ takeOver }: { takeOver: Line }): Line => takeOver;

/** It leads on, but only the first word of TLS at once: what follows comes after `until`, though nobody waits any more. */
export const heldBack =
  ({ url }: { url: string }, until: Promise<void>): Line =>
  (socket) => {
    const onward = connect(Number(new URL(url).port), '127.0.0.1');
    onward.on('error', () => {});
    onward.pipe(socket);
    let isFirst = true;
    socket.on('data', async (bytes) => {
      if (!isFirst) await until;
      isFirst = false;
      onward.write(bytes);
    });
  };

export const hang: Line = () => {};
export const resetInTls: Line = (socket) => void socket.once('data', () => socket.resetAndDestroy());
export const closeInTls: Line = (socket) => void socket.once('data', () => socket.end());

export const startLine = (sceneOf: () => Pick<Scene, 'lineOf' | 'pass'>, onEnd: OnEnd) =>
  startTcpPeer(async (socket) => {
    const { pass, lineOf } = sceneOf();
    if ((await pass('the connection is accepted')) === 'drop') socket.destroy();
    else lineOf()(socket);
  }, onEnd);
