import type { ExchangeRecord } from '../../model/exchange.ts';
import { keptMessages } from '../exchange/kept-messages.ts';
import { DigestText } from './text.tsx';

/** Where the bytes of an exchange that is not shown are, and by which digests they are known. */
export function KeptFiles({ exchange }: { readonly exchange: ExchangeRecord }) {
  return (
    <>
      {keptMessages(exchange).map(({ file, sha256 }, place) => (
        <>
          {place > 0 && ', '}
          {file}, SHA-256 <DigestText value={sha256} />
        </>
      ))}
    </>
  );
}
