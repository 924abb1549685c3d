import { WAIVERS_FILE } from './waiver.ts';

/** Where the policy of redaction that the supplier adds lies among the inputs of a run, whatever the file was called. */
export const REDACTION_FILE = 'redaction.yaml';

/** Whether an input is what the supplier brings beside the suites, and reports tell of. Nothing of it changes a verdict. */
export const isSupplierFile = (path: string): boolean => path === WAIVERS_FILE || path === REDACTION_FILE;
