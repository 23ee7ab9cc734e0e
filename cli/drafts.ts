import type { DraftView } from '../domain/plot/draft-view.schema.ts'
import { FINAL_STATUSES } from '../domain/run/run.schema.ts'
import type { CliContext } from './context.ts'
import { CliError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import type { ExitCode } from './exit-codes.ts'
import { waitUntil } from './patience.ts'
import { createPaint, dollars } from './style.ts'

/** A plot that is to be, and how the person is asked about it. */
export interface Wished {
  readonly plotId: string
  readonly idea?: string | undefined
  readonly budget?: number | undefined
  readonly yes?: boolean | undefined
  readonly question: string
  /** what to type to go on without being asked */
  readonly goOn: string
}

/** The digest that the person agreed to, or the exit code when there is none. */
export type Agreed =
  | { readonly kind: 'agreed'; readonly sha256: string }
  | { readonly kind: 'ended'; readonly code: ExitCode }

/**
 * Has the spec of a new plot drafted, shows it and asks. Nothing is written.
 * @throws CliError when nothing was drafted
 */
export async function agreeOnDraft(context: CliContext, wished: Wished): Promise<Agreed> {
  const { api, io } = context
  const { plotId } = wished
  const first = await startDraft(context, wished)
  const look = () => (first.state === 'drafting' ? api.getDraft(first.id) : Promise.resolve(first))
  const isOver = ({ state }: DraftView) => state !== 'drafting'
  const draft = await waitUntil(context, { look, isOver, note: `drafting ${plotId} …` })
  if (draft === null) {
    io.err('stopped waiting. The draft is being made all the same: the same command shows it.\n')
    return { kind: 'ended', code: EXIT.interrupted }
  }
  const { sha256, spec } = draft
  if (sha256 === null || spec === null) {
    throw new CliError(EXIT.failed, `${plotId} was not drafted: ${draft.message ?? draft.state}`, {
      next: ideaHint(plotId),
    })
  }
  return decide(context, wished, { ...draft, sha256, spec })
}

/** Writes a new plot's spec as it was agreed on, and nothing else. */
export async function placeDraft(context: CliContext, plotId: string, draft: string): Promise<ExitCode> {
  const { api } = context
  const { id } = await api.startRun({ kind: 'plot', plotId, libraries: [], draft })
  const look = () => api.getRun(id)
  const isOver = ({ status }: { readonly status: string }) => FINAL_STATUSES.some((final) => final === status)
  const run = await waitUntil(context, { look, isOver, note: `writing plots/${plotId}/spec.yaml …` })
  if (run === null) return EXIT.interrupted
  if (run.status !== 'approved') {
    throw new CliError(EXIT.failed, `plots/${plotId}/spec.yaml was not written: ${run.message ?? run.status}`)
  }
  context.print(run, () => [
    `plots/${plotId}/spec.yaml is written`,
    `carry it to pictures: pyplots run plot ${plotId}`,
  ])
  return EXIT.done
}

async function startDraft({ api }: CliContext, { plotId, idea, budget }: Wished): Promise<DraftView> {
  try {
    return await api.startDraft({
      plotId,
      ...(idea !== undefined && { idea }),
      ...(budget !== undefined && { budgetUsd: budget }),
    })
  } catch (error) {
    if (!(error instanceof CliError) || error.exitCode !== EXIT.notFound) throw error
    throw new CliError(EXIT.notFound, error.message, { cause: error, next: ideaHint(plotId) })
  }
}

function ideaHint(plotId: string): string {
  return (
    `Say in words what it shows: pyplots run plot ${plotId} --idea "a bar chart of rain by month"\n` +
    `or: make plot PLOT=${plotId} IDEA="a bar chart of rain by month"`
  )
}

type Drafted = DraftView & { readonly sha256: string; readonly spec: string }

async function decide(context: CliContext, wished: Wished, draft: Drafted): Promise<Agreed> {
  const { io, json } = context
  const isAsked = !wished.yes && io.confirm !== null && !json
  if (wished.yes || isAsked) io.err(draftLines(context, draft).join('\n') + '\n')
  if (wished.yes || (isAsked && (await io.confirm?.(wished.question)))) {
    return { kind: 'agreed', sha256: draft.sha256 }
  }
  if (!isAsked) context.print(draft, () => draftLines(context, draft))
  io.err(`nothing was written. To go on: ${wished.goOn}\n`)
  return { kind: 'ended', code: EXIT.notApproved }
}

/** The file as it would be written, between who drafted it and what a person should know. */
function draftLines({ io }: CliContext, draft: Drafted): readonly string[] {
  const { bold, dim } = createPaint(io.hasColor)
  const cost = draft.costMicroUsd === 0 ? '' : `, for ${dollars(draft.costMicroUsd)}`
  return [
    `${bold(`${draft.plotId} is new.`)} Drafted by ${draft.author ?? 'nobody'}${cost}:`,
    '',
    ...draft.spec
      .trimEnd()
      .split('\n')
      .map((line) => `  ${line}`),
    '',
    ...draft.notes.map((note) => dim(`· ${note}`)),
  ]
}
