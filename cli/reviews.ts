import type { Command } from 'commander'

import { Library } from '../domain/plot/plot.schema.ts'
import type { NewClaim, QueuedReview, ReviewView } from '../domain/run/review-queue.schema.ts'
import type { CliContext } from './context.ts'
import { EXIT } from './exit-codes.ts'
import type { ExitCode } from './exit-codes.ts'
import { limitOf, oneOf } from './options.ts'
import { score } from './run-view.ts'
import { columns, createPaint } from './style.ts'

interface Filter {
  readonly plot?: string
  readonly library?: Library
}

/** Adds `reviews …`. */
export function addReviewCommands(program: Command, context: CliContext): void {
  const reviews = program
    .command('reviews')
    .description('the queue of implementations for people to decide about')
  filtered(reviews.command('list'))
    .description('list what waits, the oldest first')
    .option('--limit <number>', 'how many at most', limitOf, 20)
    .action(context.command((options: Filter & { limit: number }) => listReviews(context, options)))
  filtered(reviews.command('next [review]'))
    .description('claim the oldest one that nobody has, or this one, and show what was found')
    .action(
      context.command((key: string | undefined, options: Filter) => claimNext(context, { key, ...options })),
    )
  reviews
    .command('release <review>')
    .description('give a review back that you have claimed')
    .action(context.command((key: string) => release(context, key)))
}

function filtered(command: Command): Command {
  return command
    .option('--plot <plot>', 'only of this plot')
    .option('-l, --library <library>', `only of this one: ${Library.options.join(', ')}`, oneOf(Library))
}

async function listReviews(context: CliContext, options: Filter & { limit: number }): Promise<ExitCode> {
  const { plot: plotId, library, limit } = options
  const { items } = await context.api.listReviews({ limit, plotId, library })
  context.print({ items }, () => queueTable(context, items))
  return EXIT.done
}

async function claimNext(
  context: CliContext,
  { key, plot, library }: Filter & { readonly key: string | undefined },
): Promise<ExitCode> {
  const wanted: NewClaim = {
    ...(key !== undefined && { key }),
    ...(plot !== undefined && { plotId: plot }),
    ...(library !== undefined && { library }),
  }
  const { item } = await context.api.claimReview(wanted)
  if (item === null) {
    context.print({ item }, () => ['nothing that nobody has claimed waits for a verdict'])
    return EXIT.done
  }
  const review = await context.api.getReview(item.key)
  context.print({ item, review }, () => claimLines(context, item, review))
  return EXIT.done
}

async function release(context: CliContext, key: string): Promise<ExitCode> {
  await context.api.releaseReview(key)
  context.print({ key, released: true }, () => [`review ${key} is free for others`])
  return EXIT.done
}

function claimLines(
  context: CliContext,
  item: QueuedReview,
  { review, pictureSha }: ReviewView,
): readonly string[] {
  const { bold, dim, red } = createPaint(context.io.hasColor)
  const { runId, library, key, claim } = item
  const failed = review.findings.filter(({ status }) => status === 'failed')
  const picture = pictureSha && `${context.api.url}/v1/runs/${runId}/artifacts/${pictureSha}`
  return [
    `${bold(`${item.plotId} ${library}`)}  score ${score(item.score)}  ${dim(`yours until ${claim?.expiresAt ?? '–'}`)}`,
    ...(item.message === null ? [] : [`  ${item.message}`]),
    ...failed.map(({ veto, check, message }) => `  ${veto ? red('veto ') : ''}${check}: ${message}`),
    `code: ${context.api.url}/v1/runs/${runId}/artifacts/${item.codeSha}`,
    ...(picture === null ? [] : [`picture: ${picture}`]),
    `decide: pyplots runs approve|reject ${runId} -l ${library}`,
    `give it back: pyplots reviews release ${key}`,
  ]
}

function queueTable(context: CliContext, items: readonly QueuedReview[]): readonly string[] {
  if (items.length === 0) return ['nothing waits for a verdict']
  const { dim } = createPaint(context.io.hasColor)
  const head = ['plot', 'library', 'score', 'since', 'claimed by', 'run', 'review'].map(dim)
  const rows = items.map((item) => [
    item.plotId,
    item.library,
    score(item.score),
    item.waitingSince.slice(0, 16).replace('T', ' '),
    item.claim?.by ?? '–',
    item.runId,
    item.key,
  ])
  return columns([head, ...rows])
}
