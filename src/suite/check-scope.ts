import type { Library } from './library.ts';
import type { Report } from './located.ts';
import type { StagedCase } from './staging.ts';

export function checkScope(_staged: StagedCase, _library: Library, _report: Report): void {}
