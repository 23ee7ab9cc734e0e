/** Name of the Query that answers a run's `LiveProgress`. */
export const PROGRESS_QUERY = 'progress'

/** Names of the Workflow types: what a client starts by, and what histories carry for ever. */
export const WORKFLOWS = {
  plotPipeline: 'plotPipeline',
  libraryImplementation: 'libraryImplementation',
  publication: 'publication',
  specDraft: 'specDraft',
  tagging: 'tagging',
} as const

/** Custom search attributes, all keywords: made known to the namespace when a worker starts. `RunId` is Temporal's own. */
export const SEARCH_ATTRIBUTES = { plotId: 'PlotId', runId: 'PlotRunId' } as const
