import { connect } from 'node:net'
import type { Socket } from 'node:net'
import * as z from 'zod'

import { AppError } from '../domain/errors.ts'
import { SandboxReport, SandboxStatus } from '../domain/sandbox/sandbox.schema.ts'
import type { SandboxRequest, SandboxResult } from '../domain/sandbox/sandbox.schema.ts'
import { sha256 } from '../hash.ts'
import { encodeFrame, FrameReader } from './frame.ts'
import type { Frame } from './frame.ts'

/** Runs code behind locked doors. */
export interface Sandbox {
  /**
   * Runs one execution with its files; verdicts about the code are outcomes of the report.
   * Aborting the signal ends the execution at once.
   * @throws AppError `unavailable` when the daemon does not answer, `invalid` when it refuses the request;
   * the signal's reason when it was aborted
   */
  run(
    request: SandboxRequest,
    files: ReadonlyMap<string, Uint8Array>,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<SandboxResult>
  /** @throws AppError `unavailable` when the daemon does not answer within a few seconds */
  status(): Promise<SandboxStatus>
  /** Ends every execution that this client waits for. */
  close(): void
}

/** Milliseconds the daemon gets to tell its status, which it has at hand. */
const STATUS_TIMEOUT_MS = 3_000

/** A client of the daemon behind a Unix socket; each call has a connection of its own. */
export function createSandbox({ socketPath }: { readonly socketPath: string }): Sandbox {
  const open = new Set<Socket>()
  const line: Line = { socketPath, open }
  return {
    async run(request, files, { signal } = {}) {
      const parts = [...files]
      const header = { ...request, files: parts.map(([name, { length }]) => ({ name, size: length })) }
      const bytes = parts.map(([, content]) => content)
      return readResult(await exchange(line, encodeFrame(header, bytes), { signal }), request)
    },
    async status() {
      const { header } = await exchange(line, encodeFrame({ control: 'status' }, []), {
        timeoutMs: STATUS_TIMEOUT_MS,
      })
      return parsed(SandboxStatus, header)
    },
    close() {
      for (const socket of open) socket.destroy()
    },
  }
}

interface Line {
  readonly socketPath: string
  readonly open: Set<Socket>
}

/** When an exchange is given up: by the caller, or after so many milliseconds without a word. */
interface Patience {
  readonly signal?: AbortSignal | undefined
  readonly timeoutMs?: number
}

async function exchange(
  line: Line,
  frame: readonly Uint8Array[],
  { signal, timeoutMs = 0 }: Patience,
): Promise<Frame> {
  signal?.throwIfAborted()
  const socket = connect(line.socketPath)
  socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`no word within ${timeoutMs / 1000} s`)))
  const abort = () => socket.destroy()
  line.open.add(socket)
  signal?.addEventListener('abort', abort, { once: true })
  try {
    for (const part of frame) socket.write(part)
    return await answerOn(socket)
  } catch (error) {
    signal?.throwIfAborted()
    throw error instanceof AppError ? error : unreachable(line.socketPath, error)
  } finally {
    signal?.removeEventListener('abort', abort)
    line.open.delete(socket)
    socket.destroy()
  }
}

async function answerOn(socket: Socket): Promise<Frame> {
  const reader = new FrameReader()
  for await (const chunk of socket) {
    const frame = reader.push(chunk)
    if (frame) return frame
  }
  throw new Error('it closed the connection before it answered')
}

function unreachable(socketPath: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const fix = 'start it with make serve or make plot'
  return new AppError('unavailable', `the sandbox at ${socketPath} does not answer (${reason}): ${fix}`, {
    cause,
  })
}

function readResult({ header, body }: Frame, request: SandboxRequest): SandboxResult {
  const report = parsed(SandboxReport, header)
  const { outcome, error } = report
  if (outcome === 'sandbox_error' && error?.type === 'InvalidRequest') {
    throw new AppError('invalid', `the sandbox refuses execution ${request.id}: ${error.message}`)
  }
  if (report.files.length > request.limits.files) throw damaged('it has more files than were asked for')
  const files = new Map<string, Uint8Array>()
  let offset = 0
  for (const { name, size, sha256: expected } of report.files) {
    const content = body.subarray(offset, offset + size)
    if (sha256(content) !== expected) throw damaged(`the bytes of ${name} do not match their digest`)
    files.set(name, content)
    offset += size
  }
  if (offset !== body.length) throw damaged(`its files have ${offset} bytes, and ${body.length} came`)
  return { report, files }
}

function parsed<T>(schema: z.ZodType<T>, header: unknown): T {
  const result = schema.safeParse(header)
  if (!result.success) throw damaged(z.prettifyError(result.error))
  return result.data
}

function damaged(what: string): AppError {
  return new AppError('internal', `the sandbox's answer is not a report: ${what}`)
}
