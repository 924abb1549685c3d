import type { ExchangeRecord } from '../../../../model/exchange.ts';
import { keptMessages } from '../../../exchange/kept-messages.ts';
import { faintCode, type Inlines, plain } from '../../block.ts';

/** Where the bytes of exchanges that are not shown are, and by which digests they are known. */
export const keptFiles = (exchanges: readonly ExchangeRecord[]): Inlines =>
  exchanges
    .flatMap(keptMessages)
    .flatMap(({ file, sha256 }, place) => [plain(`${place === 0 ? '' : ', '}${file}, SHA-256 `), faintCode(sha256)]);
