/** Payloads can hold any number of names; so many are remembered. */
const MOST_NAMES = 4096;

/** A decision on a name, made once for each: payloads have few names, at many places. */
export function remembered<Decision>(decide: (name: string) => Decision): (name: string) => Decision {
  const made = new Map<string, { readonly decision: Decision }>();
  return (name) => {
    const known = made.get(name);
    if (known !== undefined) return known.decision;
    const decision = decide(name);
    if (made.size < MOST_NAMES) made.set(name, { decision });
    return decision;
  };
}
