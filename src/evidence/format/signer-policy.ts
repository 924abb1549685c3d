import { type Certificate, DOCUMENT_SIGNING, TIME_STAMPING } from './certificate.ts';
import { MIN_RSA_BITS } from './signature.ts';

/** Why a certificate may not sign evidence, in plain words; empty when it may. */
export function signerProblems(certificate: Certificate): readonly string[] {
  const { scheme, authority, keyUsage, purposes } = certificate;
  return [
    ...(scheme ? [] : [`its key is none of ECDSA P-256, Ed25519 and RSA of at least ${MIN_RSA_BITS} bits`]),
    ...(authority ? ['it is that of an authority'] : []),
    ...(keyUsage && !keyUsage.has('signature') && !keyUsage.has('nonRepudiation')
      ? ['its key may not be used for signatures']
      : []),
    ...(purposes && !purposes.includes(DOCUMENT_SIGNING) ? ['its key is for other purposes than documents'] : []),
    ...commonProblems(certificate),
  ];
}

/** Why a certificate may not give time-stamps (RFC 3161 section 2.3): that must be all that it is for. */
export function timeAuthorityProblems(certificate: Certificate): readonly string[] {
  const { authority, keyUsage, purposes, purposesCritical } = certificate;
  return [
    ...(authority ? ['it is that of an authority of certificates'] : []),
    ...(keyUsage && !keyUsage.has('signature') && !keyUsage.has('nonRepudiation')
      ? ['its key may not be used for signatures']
      : []),
    ...(purposesCritical && purposes?.join() === TIME_STAMPING ? [] : ['its key is not for time-stamps alone']),
    ...commonProblems(certificate),
  ];
}

/** Why a certificate may not issue others. `below` counts the authorities between it and the signer. */
export function issuerProblems(certificate: Certificate, below: number): readonly string[] {
  const { authority, keyUsage, pathLength } = certificate;
  return [
    ...(authority ? [] : ['it is not that of an authority']),
    ...(keyUsage && !keyUsage.has('certSign') ? ['its key may not sign certificates'] : []),
    ...(pathLength !== undefined && pathLength < below ? ['it stands too far above the signer'] : []),
    ...commonProblems(certificate),
  ];
}

function commonProblems({ signedStrongly, unknownCritical }: Certificate): readonly string[] {
  return [
    ...(signedStrongly ? [] : ['it is signed with a weak or unknown algorithm']),
    ...(unknownCritical.length > 0 ? ['it has critical extensions that are not understood'] : []),
  ];
}
