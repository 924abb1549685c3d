import type { ExchangeRecord } from '../../model/exchange.ts';

/** Where the bytes of an exchange are kept: `exchanges/0003-01.req.http, exchanges/0003-01.res.http`. */
export const filesOf = ({ request, response }: Pick<ExchangeRecord, 'request' | 'response'>): string =>
  [request.file, ...(response ? [response.file] : [])].join(', ');
