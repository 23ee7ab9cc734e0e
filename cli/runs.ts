import { readFileSync } from 'node:fs'
import type { Command } from 'commander'

import { Library, PlotId, PythonVersion } from '../domain/plot/plot.schema.ts'
import type { PanelReview } from '../domain/review/opinion.schema.ts'
import type { Finding } from '../domain/review/review.schema.ts'
import type { RunAttempt, RunDetail, RunView, StartedRun } from '../domain/run/run-view.schema.ts'
import { FINAL_STATUSES, RunStatus } from '../domain/run/run.schema.ts'
import type { NewPlotRun } from '../domain/run/run.schema.ts'
import type { ApiClient } from './api-client.ts'
import type { CliContext } from './context.ts'
import { agreeOnDraft } from './drafts.ts'
import { CliError, usageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import type { ExitCode } from './exit-codes.ts'
import { budgetOf, limitOf, listOf, oneOf } from './options.ts'
import { adviceLines, finalLines, liveLines, paintStatus, word } from './run-view.ts'
import { columns, createPaint, duration } from './style.ts'
import { watchRun } from './watch.ts'

interface RunPlotOptions {
  readonly library?: readonly Library[]
  readonly python?: readonly PythonVersion[]
  readonly implementation?: string
  readonly improve?: string
  readonly publish?: boolean
  readonly budget?: number
  readonly reason?: string
  readonly idea?: string
  readonly yes?: boolean
  readonly detach?: boolean
}

/** Adds `run plot` and `runs …`. */
export function addRunCommands(program: Command, context: CliContext): void {
  addRunPlot(program, context)
  const runs = program.command('runs').description('list, watch and decide about runs')
  addList(runs, context)
  runs
    .command('show <run>')
    .description('show a run with its attempts')
    .action(context.command((id: string) => showRun(context, id)))
  runs
    .command('watch <run>')
    .description('watch a run to its end')
    .action(context.command((id: string) => watchRun(context, id)))
  runs
    .command('cancel <run>')
    .description('cancel an open run')
    .action(context.command((id: string) => cancelRun(context, id)))
  addVerdicts(runs, context)
}

function addRunPlot(program: Command, context: CliContext): void {
  program
    .command('run')
    .description('start a run')
    .command('plot <plot>')
    .description('carry a plot from its spec to published pictures, and watch it')
    .option('-l, --library <list>', `only these of ${Library.options.join(', ')}`, listOf(Library))
    .option('--python <list>', `only these of ${PythonVersion.options.join(', ')}`, listOf(PythonVersion))
    .option('--implementation <file>', "try a file of yours for one library instead of the author's")
    .option('--improve <text>', 'have the published implementations made better, in these words')
    .option('--publish', 'publish also what --implementation tried')
    .option('--budget <usd>', 'what its model calls may cost, in dollars', budgetOf)
    .option('--reason <text>', 'why, for those who read the list of runs')
    .option(
      '--idea <text>',
      'what a new plot is to show, in your words; without it the words of its id say it',
    )
    .option('--detach', 'do not wait for the end')
    .option('--yes', 'take the draft of a new plot without asking')
    .action(context.command((plotId: string, options: RunPlotOptions) => runPlot(context, plotId, options)))
}

function addList(runs: Command, context: CliContext): void {
  runs
    .command('list')
    .description('list runs, newest first')
    .option('--plot <plot>', 'only of this plot')
    .option('--status <status>', `only ${RunStatus.options.join(', ')}`, oneOf(RunStatus))
    .option('--limit <number>', 'how many at most', limitOf, 20)
    .action(
      context.command(async (options: { plot?: string; status?: RunStatus; limit: number }) => {
        const { plot: plotId, status, limit } = options
        const { items } = await context.api.listRuns({ limit, plotId, status })
        context.print({ items }, () => runTable(context, items))
        return EXIT.done
      }),
    )
}

function addVerdicts(runs: Command, context: CliContext): void {
  const verdicts = [
    ['approve', 'publish exactly the code that waits for a verdict'],
    ['reject', 'refuse the code that waits for a verdict'],
  ] as const
  for (const [name, description] of verdicts) {
    runs
      .command(`${name} <run>`)
      .description(description)
      .option('-l, --library <library>', 'which one, when several wait', oneOf(Library))
      .option('--reason <text>', 'why')
      .option('--detach', 'do not wait for the publication')
      .action(
        context.command((id: string, options: VerdictOptions) =>
          name === 'approve' ? approve(context, id, options) : reject(context, id, options),
        ),
      )
  }
}

async function runPlot(context: CliContext, plotId: string, options: RunPlotOptions): Promise<ExitCode> {
  const implementation = options.implementation === undefined ? undefined : readCode(options.implementation)
  if (implementation !== undefined && options.library?.length !== 1) {
    throw usageError('--implementation is for exactly one library', 'Name it: -l matplotlib')
  }
  const request: NewPlotRun = {
    kind: 'plot',
    plotId,
    ...wishes(options),
    ...(implementation !== undefined && { implementation }),
  }
  const known = options.idea === undefined ? await startKnown(context, request) : null
  const started = known ?? (await startNew(context, request, options))
  if (typeof started === 'number') return started
  const { joined, ...run } = started
  if (joined) context.io.err(`the same run is open already: joining run ${run.id}\n`)
  return options.detach ? accepted(context, run) : watchRun(context, run.id)
}

/** A run of a plot that exists; null for a plot that could be made. */
async function startKnown({ api, io }: CliContext, request: NewPlotRun): Promise<StartedRun | null> {
  try {
    return await api.startRun(request)
  } catch (error) {
    const isUnknown = error instanceof CliError && error.exitCode === EXIT.notFound
    const isPossible =
      PlotId.safeParse(request.plotId).success && (request.implementation ?? request.improve) === undefined
    if (!isUnknown || !isPossible) throw error
    // Near matches come as faults: a slip of the finger should be seen before anything new is made.
    if (error.faults.length > 0) io.err(`${error.message}\n`)
    return null
  }
}

/** A run of a plot that does not exist: its spec is drafted and agreed on first. */
async function startNew(
  context: CliContext,
  request: NewPlotRun,
  { idea, budget, yes }: RunPlotOptions,
): Promise<StartedRun | ExitCode> {
  const { plotId } = request
  const [option, variable] = idea === undefined ? ['', ''] : [' --idea "…"', ' IDEA="…"']
  const goOn = `pyplots run plot ${plotId}${option} --yes, or make plot PLOT=${plotId}${variable} YES=1`
  const question = `write plots/${plotId}/spec.yaml and run it?`
  const agreed = await agreeOnDraft(context, { plotId, idea, budget, yes, question, goOn })
  return agreed.kind === 'ended' ? agreed.code : context.api.startRun({ ...request, draft: agreed.sha256 })
}

/** What the options say about a run, in the words of the API; what they leave out is left to it. */
function wishes({ library, python, improve, publish, budget, reason }: RunPlotOptions) {
  return {
    ...(library && { libraries: [...library] }),
    ...(python && { pythons: [...python] }),
    ...(improve !== undefined && { improve }),
    ...(publish !== undefined && { publish }),
    ...(budget !== undefined && { budgetUsd: budget }),
    ...(reason !== undefined && { reason }),
  }
}

interface VerdictOptions {
  readonly library?: Library
  readonly reason?: string
  readonly detach?: boolean
}

async function approve(context: CliContext, id: string, options: VerdictOptions): Promise<ExitCode> {
  const { joined: _, ...run } = await context.api.approve(id, await verdictFor(context.api, id, options))
  return options.detach ? accepted(context, run) : watchRun(context, run.id)
}

async function reject(context: CliContext, id: string, options: VerdictOptions): Promise<ExitCode> {
  const verdict = await verdictFor(context.api, id, options)
  const run = await context.api.reject(id, verdict)
  context.print(run, () => [`${verdict.library} of run ${id} was refused`])
  return EXIT.done
}

/** The one code that a verdict can be about. */
async function verdictFor(api: ApiClient, id: string, { library, reason }: VerdictOptions) {
  const run = await api.getRun(id)
  const waiting = run.libraries.filter((row) => row.status === 'needs_person' && row.codeSha !== null)
  const [chosen, another] =
    library === undefined ? waiting : run.libraries.filter((row) => row.library === library)
  if (chosen === undefined || chosen.codeSha === null) {
    throw new CliError(EXIT.conflict, `nothing of run ${id} waits for a verdict`)
  }
  if (another !== undefined) {
    const names = waiting.map((row) => row.library).join(', ')
    throw usageError(`several libraries wait for a verdict: ${names}`, `Name one: -l ${chosen.library}`)
  }
  return { library: chosen.library, codeSha: chosen.codeSha, ...(reason !== undefined && { reason }) }
}

async function cancelRun(context: CliContext, id: string): Promise<ExitCode> {
  const run = await context.api.cancelRun(id)
  const isOver = FINAL_STATUSES.includes(run.status)
  context.print(run, () => [isOver ? `run ${id} is cancelled` : `run ${id} stops as soon as it can`])
  return EXIT.done
}

async function showRun(context: CliContext, id: string): Promise<ExitCode> {
  const [run, attempts] = await Promise.all([context.api.getRun(id), context.api.listAttempts(id)])
  context.print({ ...run, attempts: attempts.items }, () => runLines(context, run, attempts.items))
  return EXIT.done
}

function runLines(context: CliContext, run: RunDetail, attempts: readonly RunAttempt[]): readonly string[] {
  const paint = createPaint(context.io.hasColor)
  const isOver = FINAL_STATUSES.includes(run.status)
  const state = isOver ? finalLines(run, paint) : liveLines(run, { now: Date.now(), frame: 0, paint })
  const rounds = attempts.flatMap((attempt) => [
    `${attempt.library} attempt ${attempt.number} by ${attempt.author}: ` +
      `${attempt.verdict ?? 'under way'}${attempt.score === null ? '' : `, score ${attempt.score}`}, ` +
      codeOf(attempt),
    ...(attempt.panel === null ? [] : panelLines(attempt.panel, attempt)),
    ...attempt.findings.map(findingLine),
  ])
  return [...state, ...rounds, ...(isOver ? adviceLines(run) : [`watch it: pyplots runs watch ${run.id}`])]
}

/** What the attempt wrote, with its files where there are several. */
function codeOf({ codeSha, files }: RunAttempt): string {
  const names = files === null ? '' : ` (${Object.keys(files).join(', ')})`
  return `code ${codeSha.slice(0, 12)}${names}`
}

/** Who judged and how, who did not and why, and where they disagree. */
function panelLines(
  { opinions, abstentions, contested, spreads, authorFamily }: PanelReview,
  { strength, average }: RunAttempt,
): readonly string[] {
  const judges = opinions.map(({ family }) => (family === authorFamily ? `${family} (not counted)` : family))
  const disputes = contested.map((criterion) => `${criterion} by ${spreads[criterion] ?? 0} points`)
  return [
    `  judged by ${judges.join(', ') || 'no model'} (${strength ?? ''}), plain average ${average ?? '–'}`,
    ...abstentions.map(({ family, reason, message }) => `  ${family} abstained, ${reason}: ${message}`),
    ...(disputes.length === 0 ? [] : [`  they disagree about ${disputes.join(', ')}`]),
  ]
}

function findingLine({ veto, check, message, evidence }: Finding): string {
  const numbers = (evidence?.numbers ?? []).map(({ name, value, limit }) =>
    limit === undefined ? `${name} ${value}` : `${name} ${value}, limit ${limit}`,
  )
  return `  ${veto ? 'veto ' : ''}${check}: ${message}${numbers.length === 0 ? '' : ` [${numbers.join('; ')}]`}`
}

function runTable(context: CliContext, runs: readonly RunView[]): readonly string[] {
  if (runs.length === 0) return ['no runs yet: pyplots run plot <plot> starts one']
  const paint = createPaint(context.io.hasColor)
  const head = ['run', 'plot', 'kind', 'status', 'approved', 'started', 'time', 'reason'].map(paint.dim)
  const rows = runs.map((run) => [
    run.id,
    run.plotId,
    run.kind,
    paintStatus(run.status, paint),
    `${run.libraries.filter(({ status }) => status === 'approved').length}/${run.libraries.length}`,
    run.createdAt.slice(0, 16).replace('T', ' '),
    run.finishedAt === null ? '–' : duration(Date.parse(run.finishedAt) - Date.parse(run.createdAt)),
    run.reason ?? '',
  ])
  return columns([head, ...rows])
}

function accepted(context: CliContext, run: RunView): ExitCode {
  context.print(run, () => [
    `run ${run.id} of ${run.plotId} is ${word(run.status)}`,
    `watch it: pyplots runs watch ${run.id}`,
  ])
  return EXIT.done
}

function readCode(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unreadable'
    throw new CliError(EXIT.usage, `cannot read ${path} (${reason})`, {
      cause,
      next: 'Give the path of a Python file.',
    })
  }
}
