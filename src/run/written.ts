import type { JournalEvent } from '../model/event.ts';

/** Events are written in their order while what they tell of goes on; it is over when all of them have been. */
export async function written<Result>(
  events: AsyncGenerator<JournalEvent, Result>,
  emit: (event: JournalEvent) => Promise<void>,
): Promise<Result> {
  const writing: Promise<void>[] = [];
  for (;;) {
    const next = await events.next();
    if (next.done) {
      await Promise.all(writing);
      return next.value;
    }
    const done = emit(next.value);
    done.catch(() => {});
    writing.push(done);
  }
}
