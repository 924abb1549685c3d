import { type Replay, replay as replayBundle } from '../../evidence/replay/replay.ts';
import { EXIT, type ExitCode } from '../../model/exit-code.ts';
import { refuse } from '../command.ts';
import type { Context } from '../context.ts';
import { readEngine } from '../engine.ts';
import { diagnosticLines } from '../terminal.ts';
import { OUTCOME_EXIT, outcomeWord, readBundle } from './verify.ts';
