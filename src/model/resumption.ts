/** What the sudden end of a run left behind that is no evidence. */
export interface LostByStop {
  /** Length of the last line, which was cut short; 0 when the journal ended with a whole one. */
  readonly tornBytes: number;
  /** Messages that no line names: they were written, and the line that was to name them was not. */
  readonly unnamed: readonly string[];
}

/** A run that had stopped went on. */
export interface Resumption extends LostByStop {
  /** RFC 3339 instant, UTC. */
  readonly at: string;
}
