/** What one message says of another is known after a few; more are needed only where stand-ins beget others. */
const MOST_PASSES = 16;

/** What a pass makes when it learns nothing new, as `known` counts it; undefined when there is no end to what passes learn. */
export function settled<Made>(pass: () => Made, known: () => number): Made | undefined {
  for (let passes = 0; passes < MOST_PASSES; passes += 1) {
    const before = known();
    const made = pass();
    if (known() === before) return made;
  }
  return undefined;
}
