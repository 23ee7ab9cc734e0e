import * as z from 'zod'

import type { NewRender } from '../db/queries/review.ts'
import type { RenderRun } from '../db/schema/review.ts'
import { DEFAULT_LIMITS } from '../domain/sandbox/limits.ts'
import type { SandboxRequest } from '../domain/sandbox/sandbox.schema.ts'
import type { Spec } from '../domain/plot/plot.schema.ts'
import type { DataTable } from '../domain/review/measure.schema.ts'
import { canonicalJson, sha256 } from '../hash.ts'
import type { SandboxActivities } from '../temporal/contracts/plot.ts'
import { environmentDigest } from '../sandbox/environments.ts'
import type { Environment } from '../sandbox/environments.ts'
import { fileFor } from './code.ts'
import type { CodeFile } from './code.ts'

/** What asks for the executions of one attempt. */
export type RenderRequest = Parameters<SandboxActivities['renderImplementation']>[0]

/** One attempt's inputs, loaded once for all its executions. */
export interface AttemptMaterial {
  readonly request: Pick<RenderRequest, 'library' | 'specSha' | 'dataSha'>
  readonly spec: Spec
  readonly files: readonly CodeFile[]
  readonly table: DataTable
  /** columns of the sample that hold dates */
  readonly temporal: readonly string[]
  /** null: none are run */
  readonly tests: string | null
}

/** Digests of what takes part in every execution besides code and data. */
export interface RenderDigests {
  readonly harness: string
  readonly fonts: string
  readonly renderer: string
}

/** One execution, ready to run, with the row that will hold its result. */
export interface Plan {
  readonly key: string
  readonly request: SandboxRequest
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly row: Pick<
    NewRender,
    'key' | 'specSha' | 'codeSha' | 'dataSha' | 'environmentDigest' | 'library' | 'python' | 'variant'
  >
}

/** Seed of every random number generator in an execution. */
const SEED = 0

/** What decides one execution, besides the attempt itself. */
export interface PlanInput {
  readonly material: AttemptMaterial
  readonly environment: Environment
  readonly data: Uint8Array
  readonly dataSha: string
  readonly variant: NewRender['variant']
  readonly digests: RenderDigests
}

/** Derives the render key and the sandbox request of one execution. */
export function planExecution(input: PlanInput): Plan {
  const { material, environment, data, dataSha, variant, digests } = input
  const { request, tests } = material
  const { library, specSha } = request
  const { sha: codeSha } = fileFor(material.files, environment.python)
  const fixed = { fontsDigest: digests.fonts, harnessDigest: digests.harness }
  const environmentSha = environmentDigest(environment, library, fixed)
  const key = sha256(
    canonicalJson({
      spec: specSha,
      code: codeSha,
      data: dataSha,
      environment: environmentSha,
      limits: DEFAULT_LIMITS,
      renderer: digests.renderer,
      tests: tests === null ? null : sha256(tests),
      seed: SEED,
    }),
  )
  return {
    key,
    files: new Map([
      [DATA_FILE, data],
      ...(tests === null ? [] : [[TESTS_FILE, new TextEncoder().encode(tests)] as const]),
    ]),
    request: sandboxRequest(input, key),
    row: {
      key,
      specSha,
      codeSha,
      dataSha,
      environmentDigest: environmentSha,
      library,
      python: environment.python,
      variant,
    },
  }
}

/** Names of the two files that an execution finds in its folder. */
const DATA_FILE = 'data.csv'
const TESTS_FILE = 'test_spec.py'

function sandboxRequest({ material, environment }: PlanInput, key: string): SandboxRequest {
  const { spec, request, temporal, tests } = material
  return {
    id: key.slice(0, 40),
    python: environment.python,
    library: request.library,
    code: fileFor(material.files, environment.python).text,
    entry: {
      kind: 'function',
      data: DATA_FILE,
      columns: { ...spec.sample.columns },
      temporal: [...temporal],
      tests: tests === null ? null : TESTS_FILE,
    },
    seed: SEED,
    pool: 'batch',
    policy: 'enforce',
    limits: DEFAULT_LIMITS,
  }
}

const Run = z.object({
  warnings: z.array(z.string()),
  tests: z.array(z.object({ name: z.string(), passed: z.boolean(), message: z.string() })).nullable(),
})

/** What the harness noted; null when it did not get that far or its note is not what it writes. */
export function readRun(bytes: Uint8Array | null): RenderRun | null {
  if (bytes === null) return null
  try {
    return Run.parse(JSON.parse(new TextDecoder().decode(bytes)))
  } catch {
    // The author's process could overwrite the note: an unreadable one is as good as none.
    return null
  }
}
