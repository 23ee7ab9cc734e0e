/** Task Queues are resources: each is served by workers that hold that resource, and nothing else. */
export const QUEUES = {
  /** Workflows, database and catalogue activities; the only queue whose workers hold the bundle. */
  plots: 'plots',
  /** The deterministic author and the measuring reviewers. */
  aiOffline: 'ai-offline',
  /** Models, a queue per family: its workers hold that family's key and no other. */
  anthropic: 'ai-anthropic',
  openai: 'ai-openai',
  google: 'ai-google',
  local: 'ai-local',
  /** Executions in the sandbox and the renderer. */
  sandbox: 'sandbox',
} as const
