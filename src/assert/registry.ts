import { answer } from './answer.ts';
import { available } from './available.ts';
import { connection } from './connection.ts';
import { driven } from './driven.ts';
import { equals } from './equals.ts';
import { fhirpath } from './fhirpath.ts';
import { header } from './header.ts';
import type { AssertionKind } from './kind.ts';
import { mediaType } from './media-type.ts';
import { outcome } from './outcome.ts';
import { pointer } from './pointer.ts';
import { profile } from './profile.ts';
import { resource } from './resource.ts';
import type { StatementKind } from './statement.ts';
import { status } from './status.ts';
import { unchanged } from './unchanged.ts';
import { url } from './url.ts';
import { value } from './value.ts';
import { xpath } from './xpath.ts';

/** Every kind of assertion about an exchange that a suite can use. */
export const ASSERTION_KINDS: readonly AssertionKind[] = [
  status,
  connection,
  header,
  mediaType,
  resource,
  profile,
  fhirpath,
  available,
  pointer,
  outcome,
  unchanged,
  equals,
  url,
  value,
  xpath,
];

/** Every kind of assertion about what a person or the client said. */
export const STATEMENT_KINDS: readonly StatementKind[] = [answer, driven];

/** The words of the suite language for what is expected. */
export const EVERY_KIND = [...ASSERTION_KINDS, ...STATEMENT_KINDS] as const;
