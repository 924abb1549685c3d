import type { ExchangeRecord, StoredMessage } from '../../model/exchange.ts';

/** What is kept of an exchange, each with its file and digest: the request, and the response where there was one. */
export const keptMessages = ({
  request,
  response,
}: Pick<ExchangeRecord, 'request' | 'response'>): readonly StoredMessage[] => [
  request,
  ...(response ? [response] : []),
];
