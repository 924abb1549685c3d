import { sendingDispatcher } from './sending-dispatcher.ts';

/** Whether fetch keeps the port of a URL closed (https://fetch.spec.whatwg.org/#port-blocking). Nothing is sent. */
export async function isBlockedPort(url: string): Promise<boolean> {
  let isReached = false;
  const dispatcher = sendingDispatcher(async () => {
    isReached = true;
    return undefined;
  });
  const options: RequestInit & { readonly dispatcher: object } = { dispatcher };
  await fetch(url, options).catch(() => {});
  return !isReached;
}
