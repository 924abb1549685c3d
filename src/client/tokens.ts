import type { TokenSet } from '../model/suite.ts';

/**
 * The unsecured JWT that goes with each call, made anew for every attempt: it lives for 300 seconds, and names the provider as its audience
 * and the user as its subject (https://developer.nhs.uk/apis/uec-appointments/fs_authentication.html).
 */
export const BOOKING_TOKEN: TokenSet = {
  header: { alg: 'none', typ: 'JWT' },
  claims: {
    iss: '${values.consumer.issuer}',
    sub: '${values.practitioner.id}',
    aud: '${target}',
    iat: '${attemptedAt | epoch}',
    exp: '${attemptedAt | plus 300s | epoch}',
    reason_for_request: 'directcare',
    requested_scope: '${interaction.scope}',
    requesting_device: {
      resourceType: 'Device',
      identifier: [{ system: '${values.consumer.issuer}/Id/device', value: '${values.consumer.device}' }],
      model: 'Reference client',
      version: '1',
    },
    requesting_organization: {
      resourceType: 'Organization',
      identifier: [{ system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: '${values.consumer.ods}' }],
      name: '${values.consumer.organisation}',
    },
    requesting_practitioner: {
      resourceType: 'Practitioner',
      id: '${values.practitioner.id}',
      identifier: [
        { system: 'https://fhir.nhs.uk/Id/sds-user-id', value: '${values.practitioner.sdsUser}' },
        { system: 'https://fhir.nhs.uk/Id/sds-role-profile-id', value: '${values.practitioner.sdsRole}' },
        { system: '${values.consumer.issuer}/Id/user', value: '${values.practitioner.id}' },
      ],
      name: [{ family: '${values.practitioner.family}', given: ['${values.practitioner.given}'] }],
    },
  },
};
