import type { Command } from 'commander'

import type { PlotDetail, PlotView, TagView } from '../domain/plot/plot-view.schema.ts'
import type { CliContext } from './context.ts'
import { agreeOnDraft, placeDraft } from './drafts.ts'
import { EXIT } from './exit-codes.ts'
import type { ExitCode } from './exit-codes.ts'
import { budgetOf } from './options.ts'
import { columns, createPaint } from './style.ts'

/** Plots that one list shows at most. */
const LIMIT = 200

/** Adds `plots …`. */
export function addPlotCommands(program: Command, context: CliContext): void {
  const plots = program.command('plots').description('look at the catalogue, and add to it')
  addNew(plots, context)
  plots
    .command('list')
    .description('list the plots and what is published of them')
    .option('--tag <tag>', 'only plots that this tag holds for')
    .action(
      context.command(async ({ tag }: { readonly tag?: string }) => {
        const { items } = await context.api.listPlots(LIMIT, tag)
        context.print({ items }, () => plotTable(context, items))
        return EXIT.done
      }),
    )
  plots
    .command('show <plot>')
    .description('show a plot with its implementations')
    .action(
      context.command(async (id: string) => {
        const plot = await context.api.getPlot(id)
        context.print(plot, () => plotLines(context, plot))
        return EXIT.done
      }),
    )
}

interface NewPlotOptions {
  readonly idea?: string
  readonly budget?: number
  readonly yes?: boolean
}

function addNew(plots: Command, context: CliContext): void {
  plots
    .command('new <plot>')
    .description('draft the spec of a new plot from an idea, and write it once you agree')
    .option('--idea <text>', 'what it is to show, in your words; without it the words of its id say it')
    .option('--budget <usd>', 'what model calls for it may cost, in dollars', budgetOf)
    .option('--yes', 'take the draft without asking')
    .action(context.command((plotId: string, options: NewPlotOptions) => makePlot(context, plotId, options)))
}

async function makePlot(context: CliContext, plotId: string, options: NewPlotOptions): Promise<ExitCode> {
  const goOn = `pyplots plots new ${plotId}${options.idea === undefined ? '' : ' --idea "…"'} --yes`
  const question = `write plots/${plotId}/spec.yaml?`
  const agreed = await agreeOnDraft(context, { plotId, ...options, question, goOn })
  return agreed.kind === 'ended' ? agreed.code : placeDraft(context, plotId, agreed.sha256)
}

function plotTable(context: CliContext, plots: readonly PlotView[]): readonly string[] {
  const { dim } = createPaint(context.io.hasColor)
  const rows = plots.map((plot) => [
    plot.id,
    plot.title,
    plot.specVersion,
    plot.implementations.map(({ library }) => library).join(' ') || '–',
    scoreOf(plot.qualityScore),
  ])
  return columns([['plot', 'title', 'version', 'published', 'lowest score'].map(dim), ...rows])
}

function plotLines(context: CliContext, plot: PlotDetail): readonly string[] {
  const { bold, dim } = createPaint(context.io.hasColor)
  const title = `${bold(plot.title)}  ${plot.id}  version ${plot.specVersion}`
  const tags = ['', ...columns([['tag', 'dimension', 'holds', 'because'].map(dim), ...tagRows(plot.tags)])]
  if (plot.implementations.length === 0)
    return [title, `nothing is published: pyplots run plot ${plot.id}`, ...tags]
  const rows = plot.implementations.flatMap(({ library, version, qualityScore, files }) =>
    Object.entries(files).map(([name, pythons]) => [
      library,
      version,
      scoreOf(qualityScore),
      pythons.join(' '),
      `plots/${plot.id}/implementations/${library}/current/${name}`,
      `plots/${plot.id}/assets/${library}.png`,
    ]),
  )
  return [
    title,
    ...columns([['library', 'version', 'score', 'Pythons', 'code', 'picture'].map(dim), ...rows]),
    ...tags,
  ]
}

/** One row for each tag and answer, with the libraries that give it and the reason of the first. */
function tagRows(tags: readonly TagView[]): readonly (readonly string[])[] {
  const answers = new Map<string, TagView[]>()
  for (const tag of tags) {
    const key = `${tag.slug} ${tag.holds}`
    answers.set(key, [...(answers.get(key) ?? []), tag])
  }
  return [...answers.values()].flatMap((same) => {
    const [first] = same
    if (first === undefined) return []
    const libraries = same.flatMap(({ library }) => (library === null ? [] : [library])).join(' ')
    const holds = [HOLDS[String(first.holds)] ?? '', libraries].filter((word) => word !== '').join(': ')
    return [[first.slug, first.dimension, holds, `${first.source}, ${first.evidence}`]]
  })
}

const HOLDS: Readonly<Record<string, string>> = { true: 'yes', false: 'no', null: 'unknown' }

function scoreOf(score: number | null): string {
  return score === null ? '–' : String(Math.round(score * 10) / 10)
}
