import { rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'

import { ClientMessage } from './engine.schema.ts'
import type { EngineState, SupervisorMessage } from './engine.schema.ts'
import { readLines, sendLine } from './lines.ts'

/** What the lease server asks of the engine behind it. */
export interface LeaseServerDeps {
  readonly describe: () => EngineState
  readonly restart: (parts: readonly string[]) => void
  /** the last lease is gone */
  readonly abandoned: () => void
  readonly log: (line: string) => void
}

/** The socket through which clients hold the engine and hear of it. */
export interface LeaseServer {
  readonly broadcast: (message: SupervisorMessage) => void
  /** tells every holder, present and later, that the engine is healthy */
  readonly becomeReady: () => void
  /** tells every holder why the engine did not become healthy */
  readonly fail: (message: string) => void
  /** resolves with the first lease */
  readonly held: Promise<void>
  /** takes no more clients, and removes the socket's file */
  readonly close: () => Promise<void>
  /** ends the remaining connections: clients take that for the end of the engine */
  readonly hangUp: () => void
}

/** Opens the socket; a file left by a dead supervisor is replaced (the caller holds the home's lock). */
export async function openLeaseServer(path: string, deps: LeaseServerDeps): Promise<LeaseServer> {
  await rm(path, { force: true })
  const clients = new Set<Socket>()
  const leases = new Leases(deps)
  const server = createServer((socket) => {
    clients.add(socket)
    readLines(socket, (line) => answer({ socket, leases, deps }, ClientMessage.parse(JSON.parse(line))))
    // A client that dies resets its connection: `close` follows, and with it the end of its lease.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clients.delete(socket)
      leases.end(socket)
    })
  })
  await listen(server, path)
  return {
    broadcast: (message) => clients.forEach((socket) => sendLine(socket, message)),
    becomeReady: () => leases.settle(() => ({ type: 'ready', engine: deps.describe() })),
    fail: (message) => leases.settle(() => ({ type: 'failed', message })),
    held: leases.held,
    close: () => closeServer(server, path),
    hangUp: () => clients.forEach((socket) => socket.end()),
  }
}

interface Request {
  readonly socket: Socket
  readonly leases: Leases
  readonly deps: LeaseServerDeps
}

function answer({ socket, leases, deps }: Request, message: ClientMessage): void {
  switch (message.type) {
    case 'lease':
      return leases.begin(socket, `${message.client} (process ${message.pid})`)
    case 'release':
      return leases.end(socket)
    case 'restart':
      return deps.restart(message.parts)
    case 'describe':
      return sendLine(socket, { type: 'described', engine: deps.describe() } satisfies SupervisorMessage)
  }
}

/** Who holds the engine, and what they are told once its start has succeeded or failed. */
class Leases {
  readonly held: Promise<void>
  private first: () => void = () => undefined
  private readonly holders = new Map<Socket, string>()
  private readonly deps: LeaseServerDeps
  private outcome: (() => SupervisorMessage) | null = null

  constructor(deps: LeaseServerDeps) {
    this.deps = deps
    this.held = new Promise((resolve) => (this.first = resolve))
  }

  begin(socket: Socket, holder: string): void {
    this.holders.set(socket, holder)
    this.deps.log(`lease of ${holder}, ${this.holders.size} in all`)
    this.first()
    if (this.outcome) sendLine(socket, this.outcome())
  }

  end(socket: Socket): void {
    const holder = this.holders.get(socket)
    if (holder === undefined) return
    this.holders.delete(socket)
    this.deps.log(`lease of ${holder} ended, ${this.holders.size} left`)
    sendLine(socket, { type: 'released', others: this.holders.size } satisfies SupervisorMessage)
    // The last holder stays on the line until everything is stopped.
    if (this.holders.size === 0) this.deps.abandoned()
    else socket.end()
  }

  settle(outcome: () => SupervisorMessage): void {
    this.outcome = outcome
    for (const socket of this.holders.keys()) sendLine(socket, outcome())
  }
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, () => resolve())
  })
}

/** Not awaited for its connections: clients stay on the line until everything is stopped. */
async function closeServer(server: Server, path: string): Promise<void> {
  server.close()
  await rm(path, { force: true })
}
