import { existsSync, readFileSync } from 'node:fs'
import {
  Client,
  Connection,
  isGrpcServiceError,
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
} from '@temporalio/client'
import type { TLSConfig, WorkflowExecutionInfo } from '@temporalio/client'
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'

import type { Config } from '../config.ts'
import { AppError } from '../domain/errors.ts'
import type { DraftInput } from './contracts/draft.ts'
import type { LiveProgress, PlotRunInput, PublicationInput } from './contracts/plot.ts'
import { libraryWorkflowId, plotWorkflowId } from './ids.ts'
import { PROGRESS_QUERY, SEARCH_ATTRIBUTES, WORKFLOWS } from './messages.ts'
import { prepareNamespace } from './namespace.ts'
import { QUEUES } from './queues.ts'

/** What a client needs to know to reach a Temporal server. */
export type TemporalAddress = Pick<
  Config,
  'TEMPORAL_ADDRESS' | 'TEMPORAL_NAMESPACE' | 'TEMPORAL_API_KEY' | 'TEMPORAL_TLS_CERT' | 'TEMPORAL_TLS_KEY'
>

/** busy: a Workflow of this plot is open already, for the run that is named (null: it does not say) */
export type Started = { readonly kind: 'started' } | { readonly kind: 'busy'; readonly runId: string | null }

/** What Temporal knows of the Workflow of one plot. */
export type PlotExecution =
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'open' | 'closed'
      /** the run it works for, or worked for */
      readonly runId: string | null
      readonly plotId: string
      /** how it stands, as Temporal calls it */
      readonly status: string
      /** Temporal's own id of this execution */
      readonly executionId: string
    }

export type OpenExecution = Extract<PlotExecution, { kind: 'open' | 'closed' }>

/** The engine's Workflows seen from outside; they are started by name, their code is never loaded. */
export interface TemporalClient {
  /** @throws AppError `unavailable` when the server does not answer */
  ping(): Promise<void>
  /** Makes the search attributes known; harmless when they are. */
  prepare(): Promise<void>
  startPlotPipeline(input: PlotRunInput): Promise<Started>
  startPublication(input: PublicationInput): Promise<Started>
  startSpecDraft(input: DraftInput): Promise<Started>
  /** Asks the Workflow of this run to cancel; false when none is open for it. */
  cancelPlot(run: { readonly plotId: string; readonly runId: string }): Promise<boolean>
  /** Ends a Workflow at once, for one that must not go on. */
  terminatePlot(execution: OpenExecution, reason: string): Promise<void>
  describePlot(plotId: string): Promise<PlotExecution>
  /** Every open Workflow that writes a plot. */
  listOpen(): Promise<readonly OpenExecution[]>
  /** What an open run does just now; null when it is not open or no worker answers in time. */
  queryProgress(run: { readonly plotId: string; readonly runId: string }): Promise<LiveProgress | null>
  close(): Promise<void>
}

/** Milliseconds a call may take before the server counts as away. */
const CALL_TIMEOUT_MS = 5_000

/** Milliseconds a Query may take: without a worker nobody answers it. */
const QUERY_TIMEOUT_MS = 1_500

const PLOT_ID = defineSearchAttributeKey(SEARCH_ATTRIBUTES.plotId, SearchAttributeType.KEYWORD)
const RUN_ID = defineSearchAttributeKey(SEARCH_ATTRIBUTES.runId, SearchAttributeType.KEYWORD)

/**
 * Prepares a client; the connection is made when first needed, so that a server that is away can come back.
 * @throws AppError `invalid` when the address is missing or the certificate cannot be read
 */
export async function connectTemporal(config: TemporalAddress): Promise<TemporalClient> {
  const address = config.TEMPORAL_ADDRESS
  if (address === undefined) {
    throw new AppError('invalid', 'TEMPORAL_ADDRESS is not set: start with make serve, or name a server')
  }
  const connection = Connection.lazy({
    address,
    connectTimeout: CALL_TIMEOUT_MS,
    ...(config.TEMPORAL_API_KEY === undefined ? {} : { apiKey: config.TEMPORAL_API_KEY }),
    ...tlsOf(config),
  })
  return createTemporalClient(connection, config.TEMPORAL_NAMESPACE)
}

function createTemporalClient(connection: Connection, namespace: string): TemporalClient {
  const client = new Client({ connection, namespace })
  const underWay = new Set<Promise<unknown>>()
  const call = <Result>(work: () => Promise<Result>, timeoutMs = CALL_TIMEOUT_MS) => {
    const done = translated(() => connection.withDeadline(Date.now() + timeoutMs, work))
    underWay.add(done)
    const forget = () => void underWay.delete(done)
    done.then(forget, forget)
    return done
  }
  const describe = (plotId: string) => describePlot(client, plotId)
  return {
    ping: () => call(async () => void (await connection.workflowService.getSystemInfo({}))),
    prepare: () => call(() => prepareNamespace(connection, namespace)),
    startPlotPipeline: (input) => call(() => start(client, WORKFLOWS.plotPipeline, input)),
    startPublication: (input) => call(() => start(client, WORKFLOWS.publication, input)),
    startSpecDraft: (input) => call(() => start(client, WORKFLOWS.specDraft, input)),
    describePlot: (plotId) => call(() => describe(plotId)),
    listOpen: () => call(() => listOpen(client)),
    queryProgress: (run) => call(() => queryRun(client, run), QUERY_TIMEOUT_MS).catch(noAnswer),
    cancelPlot: ({ plotId, runId }) =>
      call(async () => {
        const found = await describe(plotId)
        if (found.kind !== 'open' || found.runId !== runId) return false
        await client.workflow.getHandle(plotWorkflowId(plotId), found.executionId).cancel()
        return true
      }),
    terminatePlot: ({ plotId, executionId }, reason) =>
      call(async () => {
        const handle = client.workflow.getHandle(plotWorkflowId(plotId), executionId)
        await handle.terminate(reason).catch(unlessGone)
      }),
    async close() {
      // A closed connection makes the retry of a call under way throw where nobody can catch it.
      await Promise.allSettled(underWay)
      await connection.close()
    },
  }
}

async function start(
  client: Client,
  type: string,
  input: PlotRunInput | PublicationInput | DraftInput,
): Promise<Started> {
  const { plotId, runId } = input
  try {
    await client.workflow.start(type, {
      taskQueue: QUEUES.plots,
      workflowId: plotWorkflowId(plotId),
      workflowIdConflictPolicy: 'FAIL',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      args: [input],
      memo: { runId, plotId },
      typedSearchAttributes: [
        { key: PLOT_ID, value: plotId },
        { key: RUN_ID, value: runId },
      ],
      staticSummary: `${plotId}: run ${runId}`,
    })
    return { kind: 'started' }
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
    const open = await describePlot(client, plotId)
    if (open.kind === 'open' && open.runId === runId) return { kind: 'started' }
    return { kind: 'busy', runId: open.kind === 'open' ? open.runId : null }
  }
}

async function describePlot(client: Client, plotId: string): Promise<PlotExecution> {
  try {
    return executionOf(plotId, await client.workflow.getHandle(plotWorkflowId(plotId)).describe())
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { kind: 'unknown' }
    throw error
  }
}

async function listOpen(client: Client): Promise<readonly OpenExecution[]> {
  const types = [WORKFLOWS.plotPipeline, WORKFLOWS.publication, WORKFLOWS.specDraft]
    .map((type) => `'${type}'`)
    .join(', ')
  const found: OpenExecution[] = []
  const query = `WorkflowType IN (${types}) AND ExecutionStatus = 'Running'`
  for await (const info of client.workflow.list({ query })) {
    const [, plotId = ''] = info.workflowId.split('/')
    found.push(executionOf(plotId, info))
  }
  return found
}

function executionOf(
  plotId: string,
  info: Pick<WorkflowExecutionInfo, 'runId' | 'status'> & {
    readonly memo?: Readonly<Record<string, unknown>> | undefined
  },
): OpenExecution {
  const runId = info.memo?.['runId']
  return {
    kind: info.status.name === 'RUNNING' ? 'open' : 'closed',
    runId: typeof runId === 'string' ? runId : null,
    plotId,
    status: info.status.name,
    executionId: info.runId,
  }
}

/** The parent knows which libraries have ended; of those at work each child knows its own stage. */
async function queryRun(
  client: Client,
  { plotId, runId }: { readonly plotId: string; readonly runId: string },
): Promise<LiveProgress | null> {
  const parent = await client.workflow.getHandle(plotWorkflowId(plotId)).query<LiveProgress>(PROGRESS_QUERY)
  if (parent.runId !== runId) return null
  const libraries = parent.libraries.map(async (library) => {
    if (library.status !== 'running') return library
    const child = client.workflow.getHandle(libraryWorkflowId(plotId, library.library))
    const answer = await child.query<LiveProgress>(PROGRESS_QUERY).catch(noAnswer)
    return (answer?.runId === runId ? answer.libraries[0] : undefined) ?? library
  })
  return { runId, libraries: await Promise.all(libraries) }
}

/** Live state is a bonus to the rows: a Workflow that ended, or has no worker just now, simply has none. */
function noAnswer(): null {
  return null
}

function unlessGone(error: unknown): void {
  if (!(error instanceof WorkflowNotFoundError)) throw error
}

/** Statuses of gRPC that say nothing about the request: cancelled, deadline, exhausted, aborted, unavailable. */
const PASSING: readonly number[] = [1, 4, 8, 10, 14]

async function translated<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const status = grpcStatus(error)
    if (status === null) throw error
    if (PASSING.includes(status.code)) {
      throw new AppError('unavailable', 'the Temporal server does not answer', { cause: error })
    }
    throw new AppError('internal', `the Temporal server refused a request: ${status.details}`, {
      cause: error,
    })
  }
}

/** The gRPC status that an error of the client stands for, however deep it lies; null when it is no such error. */
function grpcStatus(error: unknown): { readonly code: number; readonly details: string } | null {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (isGrpcServiceError(current)) return { code: current.code, details: current.details }
  }
  return error instanceof ServiceError ? { code: 14, details: error.message } : null
}

function tlsOf(config: TemporalAddress): { tls?: TLSConfig | boolean } {
  const { TEMPORAL_TLS_CERT: cert, TEMPORAL_TLS_KEY: key } = config
  if (cert !== undefined && key !== undefined) {
    return {
      tls: { clientCertPair: { crt: pem('TEMPORAL_TLS_CERT', cert), key: pem('TEMPORAL_TLS_KEY', key) } },
    }
  }
  if (cert !== undefined || key !== undefined) {
    throw new AppError('invalid', 'TEMPORAL_TLS_CERT and TEMPORAL_TLS_KEY belong together: set both or none')
  }
  return config.TEMPORAL_API_KEY === undefined ? {} : { tls: true }
}

/** A setting that is PEM text or names a file of it. */
function pem(name: string, value: string): Buffer {
  if (value.startsWith('-----BEGIN')) return Buffer.from(value)
  if (!existsSync(value)) throw new AppError('invalid', `${name}: there is no file ${value}`)
  return readFileSync(value)
}
