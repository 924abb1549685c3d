#!/usr/bin/env node
import { processContext } from './context.ts';
import { assay } from './program.ts';

process.exitCode = await assay(process.argv.slice(2), processContext());
