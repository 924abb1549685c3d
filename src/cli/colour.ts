import pc from 'picocolors';

/** Colours for a terminal; none in a file, a pipe or a log, nor where NO_COLOR (https://no-color.org) is set. */
export const colour = pc.createColors(
  pc.isColorSupported && process.stdout.isTTY === true && process.stderr.isTTY === true,
);
