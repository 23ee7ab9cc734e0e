import {
  CancellationScope,
  defineQuery,
  executeChild,
  isCancellation,
  ParentClosePolicy,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow'

import type { Library } from '../domain/plot/plot.schema.ts'
import { runStatus } from '../domain/run/outcome.ts'
import type { SpecActivities } from '../temporal/contracts/draft.ts'
import type {
  LibraryOutcome,
  LiveProgress,
  PlotActivities,
  PlotRunInput,
  PlotRunOutcome,
} from '../temporal/contracts/plot.ts'
import { libraryWorkflowId } from '../temporal/ids.ts'
import { PROGRESS_QUERY } from '../temporal/messages.ts'
import { CATALOGUE_PROFILE, DATABASE_PROFILE } from '../temporal/profiles.ts'
import { rootMessage } from './failure.ts'
import { libraryImplementation } from './library-implementation.ts'

const { placeSpec } = proxyActivities<SpecActivities>(CATALOGUE_PROFILE)
const { beginRun, endRun } = proxyLocalActivities<PlotActivities>(DATABASE_PROFILE)

/** Carries one plot from its spec to published implementations: one child per library, none holds back another. */
export async function plotPipeline(input: PlotRunInput): Promise<PlotRunOutcome> {
  const endedLibraries = new Map<Library, LibraryOutcome>()
  setHandler(defineQuery<LiveProgress>(PROGRESS_QUERY), () => progressOf(input, endedLibraries))
  await CancellationScope.nonCancellable(() => beginRun({ runId: input.runId }))
  const outcome = await carried(input, endedLibraries).catch((error: unknown) => unplaced(input, error))
  await CancellationScope.nonCancellable(() => endRun({ runId: input.runId, plotId: input.plotId, outcome }))
  return outcome
}

async function carried(input: PlotRunInput, ended: Map<Library, LibraryOutcome>): Promise<PlotRunOutcome> {
  const { plotId, draftSha } = input
  if (draftSha !== undefined) await placeSpec({ plotId, draftSha })
  const libraries = await Promise.all(
    input.libraries.map(async (library) => {
      const outcome = await runLibrary(input, library)
      ended.set(library, outcome)
      return outcome
    }),
  )
  return { status: runStatus(libraries.map((library) => library.status)), libraries }
}

/** A run whose spec did not get into the catalogue. */
function unplaced({ libraries }: PlotRunInput, error: unknown): PlotRunOutcome {
  const status = isCancellation(error) ? 'cancelled' : 'failed'
  return { status, libraries: libraries.map((library) => lost(library, error)), message: rootMessage(error) }
}

async function runLibrary(input: PlotRunInput, library: Library): Promise<LibraryOutcome> {
  const { libraries: _libraries, draftSha: _draft, ...shared } = input
  try {
    return await executeChild(libraryImplementation, {
      workflowId: libraryWorkflowId(input.plotId, library),
      args: [{ ...shared, library }],
      parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    })
  } catch (error) {
    return lost(library, error)
  }
}

/** The outcome of a child that could not report its own. */
function lost(library: Library, error: unknown): LibraryOutcome {
  const cancelled = isCancellation(error)
  return {
    library,
    status: cancelled ? 'cancelled' : 'failed',
    attempts: 0,
    codeSha: null,
    reviewKey: null,
    score: null,
    version: null,
    published: false,
    message: cancelled ? 'cancelled' : rootMessage(error),
  }
}

function progressOf(input: PlotRunInput, ended: ReadonlyMap<Library, LibraryOutcome>): LiveProgress {
  const libraries = input.libraries.map((library) => {
    const outcome = ended.get(library)
    if (!outcome) return { library, stage: 'waiting', attempt: 0, status: 'running', score: null } as const
    return {
      library,
      stage: 'done',
      attempt: outcome.attempts,
      status: outcome.status,
      score: outcome.score,
    } as const
  })
  return { runId: input.runId, libraries }
}
