import type { Logger } from 'pino'

import type { Catalogue } from '../clients/catalogue.ts'
import type { Storage } from '../clients/storage.ts'
import type { Database } from '../db/client.ts'
import type { Caps } from '../domain/budget/scope.ts'
import type { PythonVersion } from '../domain/plot/plot.schema.ts'
import type { Sandbox } from '../sandbox/client.ts'
import type { TemporalClient } from '../temporal/client.ts'
import type { EventHub } from './event-hub.ts'

/** How much a caller may do; each role includes the ones before it. */
export type Role = 'viewer' | 'operator' | 'admin'

/** Who is asking. */
export interface Principal {
  readonly name: string
  readonly role: Role
}

/** Everything the routes need. */
export interface ApiDeps {
  readonly db: Database
  readonly temporal: TemporalClient
  readonly catalogue: Catalogue
  readonly storage: Storage
  readonly sandbox: Sandbox
  readonly hub: EventHub
  readonly log: Logger
  /** Pythons that the sandbox of this machine has, lowest first */
  readonly pythons: readonly PythonVersion[]
  /** what model calls may cost, by the settings */
  readonly caps: Caps
  /** false: everybody who reaches the API is an admin, which only loopback allows */
  readonly authRequired: boolean
  /** names and addresses a request may be sent to, without ports, in lower case */
  readonly allowedHosts: readonly string[]
  /** accept any address literal, for servers that listen on all of them */
  readonly anyAddress: boolean
  /** tells clients whose engine this is */
  readonly homeDigest: string
  readonly version: string
  /** called when a run was written, so that nothing waits for the next reconciliation */
  readonly wakeReconciler: () => void
  /** ends live streams when the server stops */
  readonly shutdown: AbortSignal
  readonly migrationsFolder: string
}

/** What each request carries. */
export interface ApiEnv {
  Variables: {
    requestId: string
    principal: Principal
  }
}
