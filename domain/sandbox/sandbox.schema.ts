import * as z from 'zod'

import { Library, PythonVersion } from '../plot/plot.schema.ts'

/** How an execution ended. All but the last four are verdicts about the code. */
export const SandboxOutcome = z
  .enum([
    'ok',
    'no_output',
    'syntax_error',
    'policy_denied',
    'error',
    'timeout',
    'cpu_limit',
    'memory_limit',
    'disk_limit',
    'output_limit',
    'crashed',
    'killed',
    'queue_full',
    'sandbox_error',
  ])
  .meta({ id: 'SandboxOutcome' })
export type SandboxOutcome = z.infer<typeof SandboxOutcome>

/** Outcomes that say nothing about the code: the execution may be tried again. */
export const RETRYABLE_OUTCOMES: readonly SandboxOutcome[] = ['killed', 'queue_full', 'sandbox_error']

/** Limits of one execution; `domain/sandbox/limits.ts` has the defaults. */
export const SandboxLimits = z.strictObject({
  wallMs: z.int().positive(),
  cpuS: z.int().positive(),
  memoryMb: z.int().positive(),
  diskMb: z.int().positive(),
  files: z.int().positive(),
  outputMb: z.int().positive(),
  textKb: z.int().positive(),
})
export type SandboxLimits = z.infer<typeof SandboxLimits>

/** What is run: a plain script, or a function called by the harness with a data frame. */
export const SandboxEntry = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('script') }),
  z.strictObject({
    kind: z.literal('function'),
    data: z.string(),
    /** slot name → column name, passed to `plot()` as keyword arguments */
    columns: z.record(z.string(), z.string()),
    /** columns that hold dates, parsed before the call */
    temporal: z.array(z.string()),
    /** name of a file with the generated tests, or null to run none */
    tests: z.string().nullable(),
  }),
])
export type SandboxEntry = z.infer<typeof SandboxEntry>

/** Who waits for whom: people at a page do not wait behind sweeps. */
export const SandboxPool = z.enum(['batch', 'interactive'])
export type SandboxPool = z.infer<typeof SandboxPool>

/** How strong the jail is: with namespaces, or with Landlock and seccomp alone. */
export const SandboxTier = z.enum(['ns', 'lsm'])
export type SandboxTier = z.infer<typeof SandboxTier>

/** One execution, without the bytes of its files. */
export const SandboxRequest = z.strictObject({
  id: z.string().min(1).max(100),
  python: PythonVersion,
  library: Library,
  code: z.string().max(1_000_000),
  entry: SandboxEntry,
  seed: z.int(),
  pool: SandboxPool,
  policy: z.enum(['enforce', 'warn']),
  limits: SandboxLimits,
})
export type SandboxRequest = z.infer<typeof SandboxRequest>

/** What came of one execution, as the daemon reports it; the bytes of `files` follow the frame. */
export const SandboxReport = z.object({
  outcome: SandboxOutcome,
  exitCode: z.int().nullable(),
  signal: z.int().nullable(),
  wallMs: z.number(),
  cpuMs: z.number(),
  peakMemoryMb: z.number(),
  stdout: z.string(),
  stderr: z.string(),
  stdoutBytes: z.int(),
  stderrBytes: z.int(),
  error: z.object({ type: z.string(), message: z.string(), line: z.int().nullable() }).nullable(),
  denied: z.array(z.object({ rule: z.string(), name: z.string(), line: z.int().nullable() })),
  audit: z.array(z.string()),
  files: z.array(z.object({ name: z.string(), size: z.int(), sha256: z.string() })),
  notes: z.array(z.string()),
  /** how long it waited for a slot */
  queueMs: z.number(),
  tier: SandboxTier,
  python: z.string(),
})
export type SandboxReport = z.infer<typeof SandboxReport>

/** An execution's report with the bytes of the files it left, by name. */
export interface SandboxResult {
  readonly report: SandboxReport
  readonly files: ReadonlyMap<string, Uint8Array>
}

/** What the daemon says about itself; counts are since its start. */
export const SandboxStatus = z
  .object({
    tier: SandboxTier,
    /** version of the kernel's Landlock interface; 0: none */
    landlock: z.int(),
    /** which controllers limit executions, or why none does */
    cgroups: z.string(),
    pools: z.record(SandboxPool, z.object({ slots: z.int(), running: z.int(), waiting: z.int() })),
    executions: z.int(),
    byOutcome: z.partialRecord(SandboxOutcome, z.int()),
    /** waiting for slots: executions that waited at most so many ms, by that bound */
    slotWait: z.object({ atMostMs: z.record(z.string(), z.int()), count: z.int(), sumMs: z.number() }),
    zygotes: z.object({
      starts: z.int(),
      failures: z.int(),
      kept: z.array(
        z.object({
          python: PythonVersion,
          library: Library,
          executions: z.int(),
          ahead: z.int(),
          residentMb: z.int(),
        }),
      ),
    }),
    /** memory of the daemon itself */
    residentMb: z.int(),
    pythons: z.array(PythonVersion),
  })
  .meta({ id: 'SandboxStatus' })
export type SandboxStatus = z.infer<typeof SandboxStatus>
