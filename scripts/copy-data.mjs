// Copies the data files that modules read from beside themselves; tsc copies code only.
import { cpSync } from 'node:fs';

cpSync('src/fhir/definitions/data', 'dist/fhir/definitions/data', { recursive: true });
