/** HotTask: is there a key, does HotTask know it, and does it know the chatbot? */
import { asObject } from '../../lambda/json.ts';
import { askHotTask, isRefused } from './ask-hottask.ts';
import { type Check, type Finding, failed, ok, warning } from './check.ts';
import type { World } from './world.ts';

const put = ({ paste }: World): string => `put the current one: ${paste('secret')}`;

export const keyIsThere: Check = {
  name: 'secret',
  look: async (world) => {
    const read = await world.hottaskKey();
    if (!('problem' in read)) return ok("HotTask's key is in its secret");
    return failed(
      read.problem === 'empty'
        ? `HotTask's secret is empty, so that nothing is sent: ${put(world)}`
        : `HotTask's secret holds no key as one can be (raw, or JSON with SecretKey): ${put(world)}`,
    );
  },
};

export const keyIsKnown: Check = {
  name: 'HotTask key',
  look: async (world) => {
    const answer = await world.hottask();
    if (!answer) return { is: 'skipped', says: 'not looked at: there is no key' };
    if ('unreachable' in answer)
      return failed(
        `HotTask cannot be reached from this machine (${answer.unreachable}): check the network, and hottaskUrl in cdk.json if it is set`,
      );
    if (isRefused(answer)) return failed(`HotTask does not know the key: ${put(world)}`);
    if (answer.code !== 200) return unclear(answer);
    const { Remain } = asObject(answer.data) ?? {};
    return Remain === 0
      ? warning('HotTask knows the key, and says that no message credits remain: look into your plan there')
      : ok('HotTask knows the key');
  },
};

export const chatbotIsKnown: Check = {
  name: 'chatbot',
  look: async ({ settings, hottaskKey, hottask, serialNumber }) => {
    const [key, known] = [await hottaskKey(), await hottask()];
    if ('problem' in key || !known || !('status' in known) || isRefused(known))
      return { is: 'skipped', says: 'not looked at: the key comes first' };
    const SerialNumber = await serialNumber();
    if (SerialNumber === undefined)
      return warning(
        'no chatbot is set, so that each message must name its SerialNumber: set serialNumber in cdk.json, or check one by --serial-number',
      );
    const ask = askHotTask((await settings()).hottaskUrl, key.value.text);
    const answer = await ask('POST', 'GetMessageCountByChatbot', { SerialNumber });
    if ('unreachable' in answer)
      return failed(`HotTask cannot be reached from this machine (${answer.unreachable}): check the network`);
    if (answer.code === 200) return ok('HotTask knows the chatbot');
    if (answer.status >= 500 || answer.code === undefined) return unclear(answer);
    return failed(
      `HotTask does not know the chatbot under this key (Code ${answer.code}): its ID stands under chatbot settings, general; it goes into serialNumber in cdk.json`,
    );
  },
};

const unclear = ({ status, code }: { status: number; code: number | undefined }): Finding =>
  failed(
    `HotTask gave no clear answer (HTTP ${status}${code === undefined ? '' : `, Code ${code}`}): try again, and see whether HotTask is well`,
  );
