import * as z from 'zod'

const ServiceReport = z.object({
  name: z.string(),
  version: z.string(),
  state: z.enum(['waiting', 'starting', 'ready', 'restarting', 'stopping', 'stopped', 'failed']),
  pid: z.number().nullable(),
  startedMs: z.number().nullable(),
  restarts: z.number(),
})

/** What a running engine says about itself: content of `<home>/engine.json` and answer of its socket. */
export const EngineState = z.object({
  home: z.string(),
  /** address of the API, or null when it has none */
  url: z.string().nullable(),
  temporalAddress: z.string().nullable(),
  temporalUiUrl: z.string().nullable(),
  databaseUrl: z.string().nullable(),
  pid: z.number(),
  /** the command whose lease started it */
  startedBy: z.string(),
  parts: z.array(ServiceReport),
})
export type EngineState = z.infer<typeof EngineState>

/** What a client asks of the supervisor, one JSON object per line. */
export const ClientMessage = z.discriminatedUnion('type', [
  /** holds the engine as long as the connection lasts */
  z.object({ type: z.literal('lease'), client: z.string(), pid: z.number() }),
  /** asks for the state without holding it */
  z.object({ type: z.literal('describe') }),
  /** ends these parts' processes, which start again */
  z.object({ type: z.literal('restart'), parts: z.array(z.string()) }),
  /** gives the lease back; the connection closes when that is done */
  z.object({ type: z.literal('release') }),
])
export type ClientMessage = z.infer<typeof ClientMessage>

/** What the supervisor tells its clients, one JSON object per line. */
export const SupervisorMessage = z.discriminatedUnion('type', [
  /** a part changed; `note` says how its process ended */
  z.object({ type: z.literal('part'), part: ServiceReport, note: z.string().nullable() }),
  z.object({ type: z.literal('ready'), engine: EngineState }),
  z.object({ type: z.literal('described'), engine: EngineState }),
  z.object({ type: z.literal('failed'), message: z.string() }),
  /** how many others still hold the engine; none = it stops now */
  z.object({ type: z.literal('released'), others: z.number() }),
])
export type SupervisorMessage = z.infer<typeof SupervisorMessage>
