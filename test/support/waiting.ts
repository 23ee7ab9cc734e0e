import { v7 as uuidv7 } from 'uuid'

import type { Session } from '../../db/client.ts'
import { beginRun, endRun, insertRun, updateRunLibrary } from '../../db/queries/run.ts'
import type { Library } from '../../domain/plot/plot.schema.ts'
import { sha256 } from '../../hash.ts'

/** A run that has ended with implementations for a person to decide about. */
export interface WaitingRun {
  readonly runId: string
  /** of the code that every one of its libraries has */
  readonly codeSha: string
  /** the key of the review of a library */
  keyOf(library: Library): string
}

/** Writes such a run, as the Workflow leaves it. */
export async function addWaitingRun(
  db: Session,
  about: { readonly plotId: string; readonly specSha: string; readonly libraries: readonly Library[] },
): Promise<WaitingRun> {
  const { plotId, specSha, libraries } = about
  const runId = uuidv7()
  const codeSha = sha256(`code of ${runId}`)
  const keyOf = (library: Library) => sha256(`review of ${runId} ${library}`)
  const input = {
    runId,
    plotId,
    specSha,
    specVersion: '1.0.0',
    dataSha: 'd'.repeat(64),
    libraries,
    pythons: ['3.13'],
    implementationSha: null,
    publish: true,
    repairsMax: 3,
  } as const
  const asked = { kind: 'plot', reason: null, requestedBy: 'ann', requestKey: runId } as const
  await insertRun(db, { ...asked, plotId, input, libraries })
  await beginRun(db, runId)
  for (const library of libraries) {
    const ended = { status: 'needs_person', stage: 'done', score: 80, message: 'below the bar' } as const
    await updateRunLibrary(db, { runId, library, ...ended, codeSha, reviewKey: keyOf(library) })
  }
  await endRun(db, { id: runId, status: 'needs_person', message: null })
  return { runId, codeSha, keyOf }
}
