/** Ways to address people, and words of FHIR and of forms, that tell nothing of who somebody is though they be called so. */
export const ORDINARY =
  /^(?:mr|mrs|ms|miss|mx|dr|doctor|prof|professor|sir|rev|patient|person|practitioner|appointment|booking|slot|test|unknown|name|nhs|number|dob|born|the|and|for)\.?$/i;
