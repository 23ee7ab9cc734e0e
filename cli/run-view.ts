import type { PythonVersion } from '../domain/plot/plot.schema.ts'
import type { RunDetail, RunLibrary } from '../domain/run/run-view.schema.ts'
import type { LibraryStatus, RunStatus } from '../domain/run/run.schema.ts'
import { columns, dollars, duration } from './style.ts'
import type { Paint } from './style.ts'

/** Frames of the spinner of a cell that is at work. */
const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']

/** Words for people where the status alone would puzzle them. */
const STATUS_WORDS: Readonly<Partial<Record<LibraryStatus | RunStatus, string>>> = {
  needs_person: 'needs a person',
  not_expressible: 'not expressible',
}

/** When a picture of a run is drawn, and which frame of it. */
export interface Moment {
  readonly now: number
  readonly frame: number
  readonly paint: Paint
}

/** The matrix of an open run: library × Python, stage, attempt, score, time. */
export function liveLines(run: RunDetail, moment: Moment): readonly string[] {
  const { paint } = moment
  const head = ['library', ...run.pythons, 'stage', 'attempt', 'score', 'time'].map(paint.dim)
  const rows = withLive(run).map((library) => [
    library.library,
    ...run.pythons.map((python) => cell(library, python, moment)),
    stageOf(library, paint),
    library.attempt === 0 ? '–' : String(library.attempt),
    score(library.score),
    elapsed(library, moment.now),
  ])
  const cost =
    run.costMicroUsd === 0 ? [] : [`cost ${dollars(run.costMicroUsd)} of ${dollars(run.budgetMicroUsd)}`]
  const state = [paint.bold(word(run.status)), elapsed(run, moment.now), ...cost, paint.dim(`run ${run.id}`)]
  return [[run.plotId, ...state].join('  '), ...columns([head, ...rows])]
}

/** One line per library that differs from before, for displays that cannot be redrawn. */
export function changedLines(before: RunDetail | null, run: RunDetail): readonly string[] {
  const known = before === null ? [] : withLive(before)
  return withLive(run).flatMap((library) => {
    const line = plainLine(library)
    const old = known.find((candidate) => candidate.library === library.library)
    return library.stage === 'waiting' || (old && plainLine(old) === line) ? [] : [line]
  })
}

/** The table a run ends with. */
export function finalLines(run: RunDetail, paint: Paint): readonly string[] {
  const head = ['library', 'Pythons', 'attempts', 'score', 'verdict', 'time', 'cost', 'file'].map(paint.dim)
  const rows = run.libraries.map((library) => [
    library.library,
    pythonsOf(run, library),
    String(library.attempt),
    score(library.score),
    verdictOf(library, paint),
    elapsed(library, Date.parse(run.finishedAt ?? run.createdAt)),
    dollars(library.costMicroUsd),
    fileOf(run, library) ?? '–',
  ])
  const notes = run.libraries
    .filter((library) => library.message !== null && library.status !== 'approved')
    .map((library) => `  ${library.library}: ${library.message}`)
  const end = Date.parse(run.finishedAt ?? run.createdAt)
  const sum = `${run.plotId}: ${paintStatus(run.status, paint)} in ${elapsed(run, end)}, cost ${dollars(run.costMicroUsd)}, run ${run.id}`
  return [...(rows.length === 0 ? [] : columns([head, ...rows])), ...notes, sum]
}

/** What a person can do next about a run that has ended. */
export function adviceLines(run: RunDetail): readonly string[] {
  const waiting = run.libraries.filter(
    (library) => library.status === 'needs_person' && library.codeSha !== null,
  )
  const pictures = run.libraries.filter(
    (library) => library.status === 'approved' && library.version !== null,
  )
  const isDraft = run.kind === 'draft' && run.status === 'needs_person'
  return [
    ...(isDraft ? [`to go on, ask again as before: pyplots run plot ${run.plotId} [--idea "…"]`] : []),
    ...pictures.map(({ library }) => `picture: plots/${run.plotId}/assets/${library}.png`),
    ...waiting.map(
      ({ library }) => `decide about ${library}: pyplots runs approve|reject ${run.id} -l ${library}`,
    ),
  ]
}

/** A status in words. */
export function word(status: LibraryStatus | RunStatus): string {
  return STATUS_WORDS[status] ?? status
}

/** A status in words and its colour. */
export function paintStatus(status: LibraryStatus | RunStatus, paint: Paint): string {
  const text = word(status)
  if (status === 'approved') return paint.green(text)
  if (status === 'failed' || status === 'cancelled') return paint.red(text)
  return status === 'needs_person' ? paint.yellow(text) : text
}

/** Rows lag behind the Workflow by one database write: where it says more, it is right. */
function withLive(run: RunDetail): readonly RunLibrary[] {
  return run.libraries.map((library) => {
    const live = run.live?.libraries.find((candidate) => candidate.library === library.library)
    if (live === undefined || library.status !== 'running' || live.attempt < library.attempt) return library
    if (live.stage === 'waiting') return library
    const { stage, attempt } = live
    return { ...library, stage, attempt, score: live.score ?? library.score }
  })
}

function cell(library: RunLibrary, python: PythonVersion, { frame, paint }: Moment): string {
  const outcome = library.pythons.find((candidate) => candidate.python === python)?.outcome
  if (outcome === 'ok') return paint.green('✓')
  if (outcome !== undefined) return paint.red('✗')
  const isRunning = library.status === 'running' && library.stage === 'rendering'
  return isRunning ? (SPINNER[frame % SPINNER.length] ?? '·') : paint.dim('·')
}

function stageOf(library: RunLibrary, paint: Paint): string {
  return library.status === 'running' ? library.stage : paintStatus(library.status, paint)
}

function plainLine(library: RunLibrary): string {
  const state = library.status === 'running' ? library.stage : word(library.status)
  const ran = library.pythons.filter(({ outcome }) => outcome === 'ok').map(({ python }) => python)
  const facts = [
    library.attempt === 0 ? null : `attempt ${library.attempt}`,
    ran.length === 0 ? null : `ran on ${ran.join(' ')}`,
    library.score === null ? null : `score ${score(library.score)}`,
    library.status === 'running' ? null : library.message,
  ]
  return [library.library.padEnd(11), state, ...facts.filter((fact) => fact !== null)].join('  ')
}

function pythonsOf(run: RunDetail, library: RunLibrary): string {
  const passed = library.pythons.filter(({ outcome }) => outcome === 'ok').length
  return run.kind === 'verdict' ? '–' : `${passed}/${run.pythons.length}`
}

function verdictOf(library: RunLibrary, paint: Paint): string {
  const text = paintStatus(library.status, paint)
  return library.status === 'approved' && library.version !== null && !library.published
    ? `${text}, unchanged`
    : text
}

function fileOf(run: RunDetail, library: RunLibrary): string | null {
  const folder = `plots/${run.plotId}/implementations/${library.library}`
  if (library.version !== null) return `${folder}/current/plot.py`
  const kept = library.status === 'needs_person' && library.codeSha !== null
  return kept ? `${folder}/candidates/${library.codeSha?.slice(0, 12)}/plot.py` : null
}

/** A score in at most one decimal. */
export function score(value: number | null): string {
  return value === null ? '–' : String(Math.round(value * 10) / 10)
}

function elapsed(
  what: { readonly startedAt: string | null; readonly finishedAt: string | null },
  now: number,
): string {
  if (what.startedAt === null) return '–'
  const end = what.finishedAt === null ? now : Date.parse(what.finishedAt)
  return duration(Math.max(0, end - Date.parse(what.startedAt)))
}
