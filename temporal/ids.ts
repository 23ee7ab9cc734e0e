/** Workflow Id of everything that writes one plot: `plot/<plotId>`. One writer per key. */
export function plotWorkflowId(plotId: string): string {
  return `plot/${plotId}`
}

/** Workflow Id of one library within a plot's run: `plot/<plotId>/<library>`. */
export function libraryWorkflowId(plotId: string, library: string): string {
  return `plot/${plotId}/${library}`
}

/** Workflow Id of finding out the tags of one code: `tags/<plotId>/<library>/<code>`. */
export function taggingWorkflowId(plotId: string, library: string, codeSha: string): string {
  return `tags/${plotId}/${library}/${codeSha.slice(0, 16)}`
}
