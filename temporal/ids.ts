/** Workflow Id of everything that writes one plot: `plot/<plotId>`. One writer per key. */
export function plotWorkflowId(plotId: string): string {
  return `plot/${plotId}`
}

/** Workflow Id of one library within a plot's run: `plot/<plotId>/<library>`. */
export function libraryWorkflowId(plotId: string, library: string): string {
  return `plot/${plotId}/${library}`
}
