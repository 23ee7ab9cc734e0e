import type { LibraryStatus, RunStatus } from './run.schema.ts'

type Ended = Exclude<LibraryStatus, 'running'>

/**
 * How a run ends, from how its libraries ended: cancelled when any was, approved when all that can be
 * expressed are, `needs_person` when one waits for a verdict, failed otherwise. Without libraries nothing can fail.
 */
export function runStatus(libraries: readonly Ended[]): Extract<RunStatus, Ended> {
  if (libraries.includes('cancelled')) return 'cancelled'
  if (libraries.includes('failed')) return 'failed'
  if (libraries.includes('needs_person')) return 'needs_person'
  return libraries.length === 0 || libraries.includes('approved') ? 'approved' : 'failed'
}
