import assert from 'node:assert/strict';
import type { JsonObject } from '../../model/json.ts';
import { type ConformancePackage, packageFromFiles } from '../conformance-package.ts';
import { newValidator } from '../validator.ts';
import type { CheckedProfile } from './profile.ts';

const CORE = 'http://hl7.org/fhir/StructureDefinition/';
const OURS = 'urn:ours';
const OFFICIAL = 'urn:official';

/** A profile that asks for nothing more. */
const profile = (url: string, type: string, rest: JsonObject = {}): JsonObject => ({
  resourceType: 'StructureDefinition',
  url,
  name: 'Profile',
  status: 'draft',
  kind: 'resource',
  abstract: false,
  type,
  baseDefinition: CORE + type,
  derivation: 'constraint',
  differential: { element: [] },
  ...rest,
});

function packageOf(...resources: readonly JsonObject[]): ConformancePackage {
  const files = new Map(resources.map((json, index) => [`${index}.json`, Buffer.from(JSON.stringify(json))]));
  return packageFromFiles('test', files, 'r4').package;
}

const patient: JsonObject = {
  resourceType: 'Patient',
  text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">x</div>' },
};

interface Checked {
  readonly profiles: readonly CheckedProfile[];
  /** `severity code pointer rule` of each finding. */
  readonly told: readonly string[];
}

function check(definitions: readonly JsonObject[], asked: readonly string[], claimed: readonly string[] = []): Checked {
  const validator = newValidator('r4', {
    packages: [packageOf(...definitions)],
    standIns: { [OFFICIAL]: OURS },
  });
  const resource = claimed.length > 0 ? { ...patient, meta: { profile: claimed } } : patient;
  const { profiles, diagnostics } = validator.validate(resource, { profiles: asked });
  return {
    profiles,
    told: diagnostics.map(({ severity, code, location, rule }) => `${severity} ${code} ${location?.pointer} ${rule}`),
  };
}

describe('how a profile was checked', () => {
  it('is official when its own definition was applied', () => {
    const official = profile(OFFICIAL, 'Patient', { version: '2.0.0' });
    assert.deepEqual(check([official], [OFFICIAL]), {
      profiles: [{ url: OFFICIAL, version: '2.0.0', checked: 'official' }],
      told: [],
    });
  });

  it('has no version where the definition has none', () => {
    assert.deepEqual(check([profile(OFFICIAL, 'Patient')], [OFFICIAL]).profiles, [
      { url: OFFICIAL, checked: 'official' },
    ]);
  });

  it('is by our rules when those stand for a definition that is not at hand, and that is a finding', () => {
    assert.deepEqual(check([profile(OURS, 'Patient', { version: '1.0.0' })], [OFFICIAL]), {
      profiles: [{ url: OFFICIAL, version: '1.0.0', checked: 'assay-rules' }],
      told: [`not-checked PROFILE_STAND_IN  ${OFFICIAL}`],
    });
  });

  it('is official again when the definition is at hand beside ours', () => {
    const both = [profile(OURS, 'Patient'), profile(OFFICIAL, 'Patient')];
    assert.deepEqual(check(both, [OFFICIAL]), { profiles: [{ url: OFFICIAL, checked: 'official' }], told: [] });
  });

  it('is unknown when no definition is at hand', () => {
    assert.deepEqual(check([], [OFFICIAL, 'urn:none']), {
      profiles: [
        { url: OFFICIAL, checked: 'unknown' },
        { url: 'urn:none', checked: 'unknown' },
      ],
      told: [`not-checked PROFILE_UNKNOWN  ${OFFICIAL}`, 'not-checked PROFILE_UNKNOWN  urn:none'],
    });
  });

  it('is unknown when the definition cannot be used', () => {
    const orphan = profile(OFFICIAL, 'Patient', { baseDefinition: 'urn:none' });
    assert.deepEqual(check([orphan], [OFFICIAL]), {
      profiles: [{ url: OFFICIAL, checked: 'unknown' }],
      told: [`not-checked PROFILE_INVALID  ${OFFICIAL}`],
    });
  });

  it('is unknown when the profile is of another type, and that is an error', () => {
    assert.deepEqual(check([profile(OFFICIAL, 'Slot')], [OFFICIAL]), {
      profiles: [{ url: OFFICIAL, checked: 'unknown' }],
      told: [`error PROFILE_TYPE  ${OFFICIAL}`],
    });
  });

  it('is told of each of several, asked for or claimed, once', () => {
    const two = [profile(OURS, 'Patient'), profile(OFFICIAL, 'Patient')];
    assert.deepEqual(check(two, [OFFICIAL], [`${OURS}|1.0`, OFFICIAL, 'urn:none']), {
      profiles: [
        { url: OFFICIAL, checked: 'official' },
        { url: OURS, checked: 'official' },
        { url: 'urn:none', checked: 'unknown' },
      ],
      told: ['not-checked PROFILE_UNKNOWN  urn:none'],
    });
  });
});
